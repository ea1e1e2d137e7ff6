import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, startServer, type TestServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'
import { createToken } from '../../../../core/tokens/create-token.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { clientOf, makeVisitor, NOT_FOUND } from '../../client-api/client-test.ts'
import { deskOf, snapshot, sourceIdOf } from '../../desk-test.ts'
import { PROFILES } from '../../family-test.ts'

const merge = (base: number, mergee: number) => ({ base_contact_id: base, mergee_contact_id: mergee })

/** A second record of Jane's, with a conversation in which she wrote. */
async function makeTwin(server: TestServer, said: object = {}) {
  const { ok } = deskOf(server, CHATWOOT)
  const inbox_id = server.home.channel.id
  const { contact, contact_inbox } = (await ok('POST', '/contacts', { name: 'J. Doe', inbox_id, ...said })).payload
  const { id: number } = await ok('POST', '/conversations', { inbox_id, contact_id: contact.id })
  const { id: message } = await ok('POST', `/conversations/${number}/messages`, { content: 'It is me', message_type: 'incoming' })
  const row = await server.core.store.one<{ id: number }>('select id from conversations where account_id = $1 and number = $2', [
    server.home.account.id,
    number,
  ])
  return { id: contact.id as number, sourceId: contact_inbox.source_id as string, number, conversation: row?.id ?? 0, message }
}

test('the base keeps what it has, takes what it lacks, and is answered bare', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const twin = await makeTwin(server, {
      email: `twin@${profile.name}.example`,
      phone_number: `+49151${profile.name.length}`,
      identifier: profile.name,
      custom_attributes: { plan: 'gold', size: 4 },
      additional_attributes: { city: 'Ulm' },
    })
    await ok('POST', `/contacts/${twin.id}/labels`, { labels: ['vip'] })
    const inbox_id = server.home.channel.id
    const base = (await ok('POST', '/contacts', { inbox_id, name: 'Base', custom_attributes: { plan: 'silver' } })).payload.contact
    const merged = await ok('POST', '/actions/contact_merge', merge(base.id, twin.id))
    assert.deepEqual(
      [merged.id, merged.name, merged.email, merged.phone_number, merged.identifier, merged.custom_attributes],
      [base.id, 'Base', `twin@${profile.name}.example`, `+49151${profile.name.length}`, profile.name, { plan: 'silver', size: 4 }],
    )
    assert.deepEqual(await ok('GET', `/contacts/${base.id}/labels`), { payload: ['vip'] })
    assert.equal((await call('GET', `/contacts/${twin.id}`)).status, 404)
    assert.equal((await call('POST', '/actions/contact_merge', merge(base.id, twin.id))).status, 404)
    const links = (await ok('GET', `/contacts/${base.id}/contactable_inboxes`)).payload
    assert.ok(links.some((one: { source_id: string }) => one.source_id === twin.sourceId))
    assert.equal((await ok('POST', '/contact_inboxes/filter', { inbox_id, source_id: twin.sourceId })).id, base.id)
  }
})

test('conversations and messages of the merged contact are the base’s in every dialect, at once and for other processes as well', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const { jane } = home
  const elsewhere = await server.startTwin()
  const twin = await makeTwin(server)
  const parley = parleyClient(server, home.tokens.parley)
  const ondi = `/ondi/messaging/conversations/${core.ids.toUuid('conversation', twin.conversation)}`
  const workspace = core.ids.toPrefixed('account', home.account.id)
  const tidy = `/tidysupport/v1/workspaces/${workspace}/support/inbox/conversations?contactId=${core.ids.toPrefixed('contact', jane.id)}`

  /** Who is the customer and the sender, wherever one can ask. */
  async function look() {
    const found: unknown[] = []
    for (const profile of PROFILES) {
      const { ok } = deskOf(server, profile)
      const [sent] = (await ok('GET', `/conversations/${twin.number}/messages`)).payload
      const item = await ok('GET', `/conversations/${twin.number}`)
      found.push(sent.sender.name, (item.meta.sender ?? item.contact).name)
    }
    for (const url of [server.url, elsewhere]) {
      const messages = await call(`${url}/parley/v1/conversations/${twin.conversation}/messages`, 'GET', { token: home.tokens.parley })
      const conversation = await call(`${url}/parley/v1/conversations/${twin.conversation}`, 'GET', { token: home.tokens.parley })
      found.push(messages.body.messages[0].author.name, conversation.body.contactId === jane.id ? jane.name : 'J. Doe')
      const shown = await call(`${url}${ondi}/messages`, 'GET', { token: home.tokens.ondi })
      const { first_name, last_name } = shown.body.messages[0].sender
      found.push(`${first_name} ${last_name}`)
    }
    const { items } = (await server.call('GET', tidy, { token: home.tokens.tidysupport })).body.conversations
    const ids: string[] = items.map((one: { id: string }) => one.id)
    found.push(ids.includes(core.ids.toPrefixed('conversation', twin.conversation)) ? jane.name : 'J. Doe')
    return [...new Set(found)]
  }

  assert.deepEqual(await look(), ['J. Doe'])
  await deskOf(server, CHATWOOT).ok('POST', '/actions/contact_merge', merge(jane.id, twin.id))
  assert.deepEqual(await look(), ['Jane Doe'])
  const { participants } = (await parley.get(`/conversations/${twin.conversation}/participants`)).body
  const customers = participants.filter((one: { author: { kind: string } }) => one.author.kind === 'contact')
  assert.deepEqual(
    customers.map((one: { author: { id: number } }) => one.author.id),
    [jane.id],
  )
  const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${twin.number}/messages`
  const said = await call(elsewhere + path, 'POST', {
    token: home.tokens.chatwoot,
    body: { content: 'Still me', message_type: 'incoming' },
  })
  assert.equal(said.body.sender.id, jane.id)
})

test('who was in a conversation under both names is in it once, as far as either had read', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const twin = await makeTwin(server)
  const parley = parleyClient(server, home.tokens.parley)
  const people = `/conversations/${home.conversation.id}/participants`
  await parley.post(people, { authorId: twin.id })
  await parley.delete(`${people}/${home.jane.id}`)
  await deskOf(server, CHATWOOT).ok('POST', '/actions/contact_merge', merge(home.jane.id, twin.id))
  const { participants } = (await parley.get(people)).body
  const inside = participants.filter((one: { author: { kind: string }; leftAt: null }) => one.author.kind === 'contact')
  assert.deepEqual(
    inside.map((one: { author: { id: number }; leftAt: null }) => [one.author.id, one.leftAt]),
    [[home.jane.id, null]],
  )
})

test('a token of the merged contact is the base’s', async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const twin = await makeTwin(server)
  const { secret } = await core.store.tx((tx) =>
    createToken(core, tx, {
      accountId: home.account.id,
      author: { kind: 'contact', id: twin.id },
      scope: 'api',
      dialect: 'parley',
      label: 'twin',
    }),
  )
  const whoami = async () => (await parleyClient(server, secret).get('/whoami')).body.author.id
  assert.equal(await whoami(), twin.id)
  await deskOf(server, CHATWOOT).ok('POST', '/actions/contact_merge', merge(home.jane.id, twin.id))
  assert.equal(await whoami(), home.jane.id)
})

test('what the merged contact has seen of notifications is the base’s, who keeps marks of their own', async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const twin = await makeTwin(server)
  const mark = (author: number, conversation: number, seq: number) =>
    core.store.tx((tx) =>
      tx.run('insert into notification_marks (account_id, author_id, conversation_id, seen_seq) values ($1, $2, $3, $4)', [
        home.account.id,
        author,
        conversation,
        seq,
      ]),
    )
  await mark(twin.id, twin.conversation, 1)
  await mark(twin.id, home.conversation.id, 2)
  await mark(home.jane.id, home.conversation.id, 3)
  await deskOf(server, CHATWOOT).ok('POST', '/actions/contact_merge', merge(home.jane.id, twin.id))
  const marks = await core.store.rows(
    'select author_id, conversation_id, seen_seq from notification_marks where account_id = $1 order by conversation_id',
    [home.account.id],
  )
  assert.deepEqual(marks, [
    [home.jane.id, home.conversation.id, 3],
    [home.jane.id, twin.conversation, 1],
  ])
})

test('the log says that two contacts became one, and which conversations changed hands', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const twin = await makeTwin(server, { phone_number: '+4915112345' })
  await deskOf(server, CHATWOOT).ok('POST', '/actions/contact_merge', merge(home.jane.id, twin.id))
  const rows = await core.store.all<{ type: string; conversation_id: number | null; subject_id: number | null; data: string | null }>(
    'select type, conversation_id, subject_id, data from events where account_id = $1 order by position desc limit 4',
    [home.account.id],
  )
  assert.deepEqual(
    rows.reverse().map((one) => [one.type, one.conversation_id ?? one.subject_id, JSON.parse(one.data ?? '{}')]),
    [
      ['contact.updated', home.jane.id, { fields: ['phone'] }],
      ['conversation.updated', twin.conversation, { contactId: [twin.id, home.jane.id] }],
      ['contact.merged', home.jane.id, { mergedId: twin.id }],
      ['contact.deleted', twin.id, {}],
    ],
  )
})

test('merging with oneself changes nothing; an unknown or foreign contact is 404, and nothing is written', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const before = await snapshot(server)
    assert.equal((await ok('POST', '/actions/contact_merge', merge(home.jane.id, home.jane.id))).id, home.jane.id)
    for (const ids of [merge(home.jane.id, away.jane.id), merge(away.jane.id, home.jane.id), merge(home.jane.id, 99_999), merge(0, 0)]) {
      const answer = await call('POST', '/actions/contact_merge', ids)
      assert.deepEqual([answer.status, answer.body], [404, { error: 'Resource could not be found' }])
    }
    assert.equal((await call('POST', '/actions/contact_merge', { base_contact_id: home.jane.id })).status, 422)
    assert.equal(await snapshot(server), before)
  }
})

test('a visitor who is merged into somebody sees no more of them than before, and keeps what was begun as a visitor', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { ok } = deskOf(server, CHATWOOT)
  const visitor = await makeVisitor(server)
  const client = clientOf(server)
  // Somebody whose link to the inbox is younger than the visitor's, and whose conversation names no source id.
  const late = (await ok('POST', '/contacts', { name: 'Late', inbox_id: home.channel.id })).payload.contact
  const { body } = await parleyClient(server, home.tokens.parley).post('/conversations', { channelId: home.channel.id, contactId: late.id })
  await ok('POST', '/actions/contact_merge', merge(late.id, visitor.contact.id))
  assert.deepEqual(
    (await client.ok('GET', `${visitor.path}/conversations`)).map((one: { id: number }) => one.id),
    [visitor.conversation.id],
  )
  const peek = await client.call('GET', `${visitor.path}/conversations/${body.number}/messages`)
  assert.deepEqual([peek.status, peek.body], NOT_FOUND)
  await client.ok('POST', `${visitor.inside}/messages`, { content: 'Still here' })
  const jane = await sourceIdOf(server)
  assert.equal((await client.call('GET', `/contacts/${jane}/conversations/${visitor.conversation.id}`)).status, 404)
})
