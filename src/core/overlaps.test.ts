import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../test/harness.ts'
import { overlap } from '../../test/overlap.ts'
import type { Tx } from '../storage/db.ts'
import { findAccount } from '../storage/queries/accounts.ts'
import { findChannel, listContactChannels } from '../storage/queries/channels.ts'
import { lockConversations } from '../storage/queries/conversations/conversations.ts'
import { findParticipant } from '../storage/queries/conversations/participants.ts'
import { findMessage } from '../storage/queries/messages/messages.ts'
import { findContacts } from '../storage/queries/people/contacts.ts'
import { listGroupsOf } from '../storage/queries/people/memberships.ts'
import { systemCtx } from './accounts/create-account.ts'
import { updateAccount } from './accounts/update-account.ts'
import { createChannel } from './channels/create-channel.ts'
import { ensureContactChannel } from './channels/ensure-contact-channel.ts'
import { updateChannel } from './channels/update-channel.ts'
import { createContact } from './contacts/create-contact.ts'
import { mergeContacts } from './contacts/merge-contacts.ts'
import { updateContact } from './contacts/update-contact.ts'
import type { Ctx } from './context.ts'
import { changeParticipants } from './conversations/change-participants.ts'
import { createConversation } from './conversations/create-conversation.ts'
import { deleteConversation } from './conversations/delete-conversation.ts'
import { getConversation } from './conversations/get-conversation.ts'
import { markRead } from './conversations/mark-read.ts'
import { updateConversation } from './conversations/update-conversation.ts'
import { recordEvents } from './events/record-events.ts'
import { changeMemberships } from './members/change-memberships.ts'
import { createMember, updateMember } from './members/create-member.ts'
import { deleteMember } from './members/delete-member.ts'
import { editMessage } from './messages/edit-message.ts'
import { sendWithin } from './messages/send-within.ts'
import { settleHandovers } from './messages/settle-handovers.ts'
import { indexMessages } from './search/index-messages.ts'
import { createTeam, deleteTeam } from './teams/create-team.ts'

type Work<T> = (ctx: Ctx, tx: Tx) => Promise<T>

async function setUp(t: TestContext) {
  const server = await startServer(t)
  const { core, home } = server
  const ctx = systemCtx(core, home.account.id)
  const run = <T>(work: Work<T>) => core.store.tx((tx) => work(ctx, tx))
  const meet = async (first: Work<unknown>, second: Work<unknown>) => {
    const outcomes = await overlap(
      core,
      (held) => held.store.tx((tx) => first({ ...ctx, core: held }, tx)),
      () => run(second),
    )
    return outcomes.map((one) => (one.status === 'fulfilled' ? 'done' : ((one.reason as { code?: string }).code ?? one.reason)))
  }
  return { server, core, home, ctx, run, meet }
}

test('what is given to a member, or taken from them, while they leave is nobody’s or somebody else’s', async (t) => {
  const { core, home, ctx, run, meet } = await setUp(t)
  const { ann, bob, conversation, channel } = home
  const leave: Work<void> = (c, tx) => deleteMember(c, tx, bob.id)
  const assign =
    (assigneeId: number): Work<unknown> =>
    (c, tx) =>
      updateConversation(c, tx, { id: conversation.id }, { assigneeId })
  const assignee = async () => (await getConversation(ctx, { id: conversation.id })).assigneeId
  const other = await run((c, tx) => createMember(c, tx, { name: 'Other' }))
  await run(assign(other.id))
  assert.deepEqual(await meet(assign(ann.id), (c, tx) => deleteMember(c, tx, other.id)), ['done', 'done'])
  assert.equal(await assignee(), ann.id)

  const team = await run((c, tx) => createTeam(c, tx, { name: 'Desk' }))
  const join: Work<unknown> = async (c, tx) => {
    await changeMemberships(c, tx, { kind: 'channel', id: channel.id, action: 'add', memberIds: [bob.id] })
    await changeMemberships(c, tx, { kind: 'team', id: team.id, action: 'add', memberIds: [bob.id] })
    await assign(bob.id)(c, tx)
  }
  assert.deepEqual(await meet(join, leave), ['done', 'done'])
  assert.equal(await assignee(), null)
  for (const kind of ['team', 'channel'] as const) assert.deepEqual(await listGroupsOf(core.store, ctx.accountId, kind, bob.id), [])

  const late = await run((c, tx) => createMember(c, tx, { name: 'Late', email: 'late@home.example' }))
  const lateLeaves: Work<void> = (c, tx) => deleteMember(c, tx, late.id)
  assert.deepEqual(await meet(lateLeaves, (c, tx) => updateMember(c, tx, late.id, { name: 'Later' })), ['done', 'member_not_found'])
  await run((c, tx) => createMember(c, tx, { name: 'The next', email: 'late@home.example' }))
  const last = await run((c, tx) => createMember(c, tx, { name: 'Last' }))
  assert.deepEqual(await meet((c, tx) => deleteMember(c, tx, last.id), assign(last.id)), ['done', 'member_not_found'])
  assert.equal(await assignee(), null)
})

test('a bot that is put into a channel while it is deleted does not stay there', async (t) => {
  const { core, home, run, meet } = await setUp(t)
  const bot = await run((c, tx) => createMember(c, tx, { name: 'Helper', role: 'bot' }))
  const put: Work<unknown> = (c, tx) => updateChannel(c, tx, home.channel.id, { botId: bot.id, name: 'Renamed' })
  assert.deepEqual(await meet(put, (c, tx) => deleteMember(c, tx, bot.id)), ['done', 'done'])
  const channel = await findChannel(core.store, home.account.id, home.channel.id)
  assert.deepEqual([channel?.botId, channel?.name], [null, 'Renamed'])
})

test('a conversation that goes to another team while its own ends stays with that', async (t) => {
  const { home, ctx, run, meet } = await setUp(t)
  const [old, next] = [await run((c, tx) => createTeam(c, tx, { name: 'Old' })), await run((c, tx) => createTeam(c, tx, { name: 'Next' }))]
  const give =
    (teamId: number): Work<unknown> =>
    (c, tx) =>
      updateConversation(c, tx, { id: home.conversation.id }, { teamId })
  await run(give(old.id))
  assert.deepEqual(await meet(give(next.id), (c, tx) => deleteTeam(c, tx, old.id)), ['done', 'done'])
  assert.equal((await getConversation(ctx, { id: home.conversation.id })).teamId, next.id)
})

test('of two changes of a contact at once none is lost', async (t) => {
  const { core, home, meet } = await setUp(t)
  const block: Work<unknown> = (c, tx) => updateContact(c, tx, home.jane.id, { blocked: true })
  assert.deepEqual(await meet(block, (c, tx) => updateContact(c, tx, home.jane.id, { name: 'Jane Doe' })), ['done', 'done'])
  const [jane] = await findContacts(core.store, home.account.id, [home.jane.id])
  assert.deepEqual([jane?.blocked, jane?.name], [true, 'Jane Doe'])
})

test('of two changes of the account’s settings at once none is lost', async (t) => {
  const { home, core, meet } = await setUp(t)
  const support: Work<unknown> = (c, tx) => updateAccount(c, tx, { settings: { supportMemberIds: [home.bob.id] } })
  const custom: Work<unknown> = (c, tx) => updateAccount(c, tx, { settings: { custom: { industry: 'Bread' } } })
  assert.deepEqual(await meet(support, custom), ['done', 'done'])
  const account = await findAccount(core.store, home.account.id)
  assert.deepEqual(account?.settings, { supportMemberIds: [home.bob.id], custom: { industry: 'Bread' } })
})

test('a conversation that is opened for a contact who is merged just then is the base’s, or is not opened', async (t) => {
  const { core, home, ctx, run, meet } = await setUp(t)
  const make = (name: string) => run((c, tx) => createContact(c, tx, { name }))
  const merge =
    (mergedId: number): Work<unknown> =>
    (c, tx) =>
      mergeContacts(c, tx, { baseId: home.jane.id, mergedId }, ({ extra }) => extra)
  const first = await make('First')
  let opened = 0
  const open: Work<unknown> = async (c, tx) => {
    opened = (await createConversation(c, tx, { contactId: first.id })).id
  }
  assert.deepEqual(await meet(open, merge(first.id)), ['done', 'done'])
  assert.equal((await getConversation(ctx, { id: opened })).contactId, home.jane.id)
  assert.ok(await findParticipant(core.store, ctx.accountId, opened, home.jane.id))
  const second = await make('Second')
  assert.deepEqual(await meet(merge(second.id), (c, tx) => createConversation(c, tx, { contactId: second.id })), [
    'done',
    'contact_not_found',
  ])
})

test('a contact who is put into a channel twice at once has one link to it', async (t) => {
  const { core, home, run, meet } = await setUp(t)
  const channel = await run((c, tx) => createChannel(c, tx, { name: 'Another' }))
  const link: Work<unknown> = (c, tx) => ensureContactChannel(c, tx, { channelId: channel.id, contactId: home.jane.id })
  assert.deepEqual(await meet(link, link), ['done', 'done'])
  const links = await listContactChannels(core.store, home.account.id, [home.jane.id])
  assert.equal(links.filter((one) => one.channelId === channel.id).length, 1)
})

test('somebody whose role changes while they read has read what they have read', async (t) => {
  const { server, core, home, ctx, meet } = await setUp(t)
  const { bob } = home
  const path = `/parley/v1/conversations/${home.conversation.id}/messages`
  assert.equal((await server.call('POST', path, { token: home.tokens.parley, body: { text: 'Read this' } })).status, 201)
  const conversation = await getConversation(ctx, { id: home.conversation.id })
  const read: Work<unknown> = (c, tx) => markRead({ ...c, actor: bob }, tx, conversation, conversation.lastSeq)
  const change: Work<unknown> = (c, tx) => changeParticipants(c, tx, conversation, { action: 'update', authors: [bob], role: 'admin' })
  assert.deepEqual(await meet(read, change), ['done', 'done'])
  const participant = await findParticipant(core.store, ctx.accountId, conversation.id, bob.id)
  assert.deepEqual([participant?.role, participant?.lastReadSeq], ['admin', conversation.lastSeq])
})

test('a message that is read while its channel takes it, or gives it up, is read', async (t) => {
  const { core, home, ctx, run, meet } = await setUp(t)
  await run((c, tx) => updateChannel(c, tx, home.channel.id, { webhookUrl: 'https://bridge.example' }))
  const to = { id: home.conversation.id }
  for (const outcome of ['taken', 'given up'] as const) {
    for (const order of [0, 1]) {
      const { messages } = await run((c, tx) => sendWithin(c, tx, [{ to, by: home.ann, direction: 'outbound', text: outcome }]))
      const [{ id = 0, seq = 0, status = '' } = {}] = messages
      assert.equal(status, 'pending')
      const handover: Work<unknown> = async (c, tx) => {
        await lockConversations(tx, c.accountId, [to])
        await recordEvents(tx, c.accountId, core.now(), await settleHandovers(c, tx, [{ messageId: id, outcome, cause: null }]))
      }
      // Of one message alone: a receipt for many passes over what has failed.
      const receipt: Work<unknown> = (c, tx) => editMessage(c, tx, { conversation: to, messageId: id }, { move: { to: 'read' } })
      assert.deepEqual(await meet(...((order === 0 ? [handover, receipt] : [receipt, handover]) as [Work<unknown>, Work<unknown>])), [
        'done',
        'done',
      ])
      const after = await findMessage(core.store, ctx.accountId, id)
      assert.deepEqual([after?.status, after?.failure, after?.seq], ['read', null, seq], `${outcome} ${order}`)
    }
  }
})

test('the words of a conversation that is deleted while they are indexed are gone from the index', async (t) => {
  const { server, core, home, ctx, run } = await setUp(t)
  const path = `/parley/v1/conversations/${home.conversation.id}/messages`
  assert.equal((await server.call('POST', path, { token: home.tokens.parley, body: { text: 'Secret words' } })).status, 201)
  const outcomes = await overlap(
    core,
    (held) => indexMessages(held, ctx.accountId),
    () => run((c, tx) => deleteConversation(c, tx, { id: home.conversation.id })),
  )
  assert.deepEqual(
    outcomes.map((one) => one.status),
    ['fulfilled', 'fulfilled'],
  )
  await indexMessages(core, ctx.accountId)
  const which = core.store.engine === 'postgres' ? 'message_id' : 'rowid'
  assert.deepEqual(await core.store.all(`select ${which} from message_search`), [])
})
