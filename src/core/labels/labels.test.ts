import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { findConversation } from '../../storage/queries/conversations/conversations.ts'
import { findContacts } from '../../storage/queries/people/contacts.ts'
import { listLabels } from '../../storage/queries/records/labels.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { updateContact } from '../contacts/update-contact.ts'
import { getConversation } from '../conversations/get-conversation.ts'
import { updateConversation } from '../conversations/update-conversation.ts'
import { createLabel, deleteLabel, ensureLabels, updateLabel } from './create-label.ts'

test('a label’s new title takes the place of the old one wherever it is borne, and a deleted one is borne nowhere', async (t) => {
  const server = await startServer(t)
  const { home, away, core } = server
  const { store } = core
  const ctx = systemCtx(core, home.account.id)
  const other = systemCtx(core, away.account.id)
  const label = await store.tx((tx) => createLabel(ctx, tx, { title: ' Late' }))
  assert.deepEqual([label.title, label.description, label.color, label.onSidebar], ['late', null, '#1f93ff', true])
  const bear = (of: typeof ctx, id: number, labels: string[]) => store.tx((tx) => updateConversation(of, tx, { id }, { labels }))
  await bear(ctx, home.conversation.id, ['vip', 'late', 'tardy'])
  // Neither another case nor a part of a title is the label.
  await bear(ctx, home.ticket.id, ['Late', 'late check-out', '"late"'])
  await bear(other, away.conversation.id, ['late'])
  const labelsOf = async (id: number) => (await getConversation(ctx, { id })).labels
  await labelsOf(home.conversation.id)
  await store.tx((tx) => updateContact(ctx, tx, home.jane.id, { labels: ['late', 'Late'] }))
  const labelsOfJane = async () => (await findContacts(store, ctx.accountId, [home.jane.id]))[0]?.labels

  await store.tx((tx) => updateLabel(ctx, tx, label.id, { title: 'tardy', color: '#000000' }))
  assert.deepEqual(await labelsOf(home.conversation.id), ['vip', 'tardy'])
  assert.deepEqual(await labelsOf(home.ticket.id), ['Late', 'late check-out', '"late"'])
  assert.deepEqual(await labelsOfJane(), ['tardy', 'Late'])
  assert.deepEqual((await findConversation(store, away.account.id, { id: away.conversation.id }))?.labels, ['late'])
  const events = () =>
    store.all<{ type: string; data: string | null }>('select type, data from events where account_id = $1 order by position desc limit 3', [
      home.account.id,
    ])
  assert.deepEqual(
    (await events()).map((one) => [one.type, JSON.parse(one.data ?? 'null')]),
    [
      ['label.updated', { fields: ['title', 'color'] }],
      ['contact.updated', { fields: ['labels'] }],
      [
        'conversation.updated',
        {
          labels: [
            ['vip', 'late', 'tardy'],
            ['vip', 'tardy'],
          ],
        },
      ],
    ],
  )
  await store.tx((tx) => deleteLabel(ctx, tx, label.id))
  assert.deepEqual(await labelsOf(home.conversation.id), ['vip'])
  assert.deepEqual(await labelsOfJane(), ['Late'])
  assert.deepEqual(
    (await events()).map((one) => one.type),
    ['label.deleted', 'contact.updated', 'conversation.updated'],
  )
  assert.deepEqual(await listLabels(store, home.account.id), [])
})

test('a title is one label of the account; those that are not defined yet can be, all at once', async (t) => {
  const { core, home, away } = await startServer(t)
  const { store } = core
  const ctx = systemCtx(core, home.account.id)
  const label = await store.tx((tx) => createLabel(ctx, tx, { title: 'vip' }))
  await assert.rejects(
    store.tx((tx) => createLabel(ctx, tx, { title: 'VIP' })),
    { code: 'label_title_taken', field: 'title' },
  )
  await store.tx((tx) => ensureLabels(ctx, tx, ['Vip', 'late', 'LATE', ' ']))
  const titles = async () => (await listLabels(store, home.account.id)).map((one) => one.title)
  assert.deepEqual(await titles(), ['late', 'vip'])
  await assert.rejects(
    store.tx((tx) => updateLabel(ctx, tx, label.id, { title: 'late' })),
    { code: 'label_title_taken' },
  )
  const stranger = systemCtx(core, away.account.id)
  await assert.rejects(
    store.tx((tx) => deleteLabel(stranger, tx, label.id)),
    { code: 'label_not_found' },
  )
  assert.deepEqual(await titles(), ['late', 'vip'])
})

test('more conversations than are changed in one go are all changed', async (t) => {
  const { core, home } = await startServer(t)
  const { store } = core
  const ctx = systemCtx(core, home.account.id)
  const label = await store.tx((tx) => createLabel(ctx, tx, { title: 'many' }))
  const insert = `insert into conversations (account_id, id, number, channel_id, status, labels, attributes, additional, extra, last_seq, public_count, revision,
    created_at, updated_at, last_activity_at) values ($1, $2, $2, $3, 'open', '["many"]', '{}', '{}', '{}', 0, 0, 0, 0, 0, 0)`
  await store.tx(async (tx) => {
    for (let number = 1000; number < 2001; number++) await tx.run(insert, [home.account.id, number, home.channel.id])
  })
  await store.tx((tx) => deleteLabel(ctx, tx, label.id))
  assert.deepEqual(await store.all("select id from conversations where labels <> '[]'"), [])
  const { count } = (await store.one<{ count: number }>("select count(*) as count from events where type = 'conversation.updated'")) ?? {}
  assert.equal(count, 1001)
})
