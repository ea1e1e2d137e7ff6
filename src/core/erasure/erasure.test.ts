import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ENGINE, startServer } from '../../../test/harness.ts'
import { parleyClient } from '../../../test/parley-client.ts'
import { waitFor } from '../../../test/wait-for.ts'
import type { Erasure } from '../../model/erasure.ts'
import type { Store, Value } from '../../storage/db.ts'
import { ACCOUNT_TABLES, LEFT_OUT } from '../../storage/queries/transfer/account-tables.ts'
import { readColumns } from '../../storage/queries/transfer/transfer-rows.ts'
import { compactSqlite } from '../../storage/sqlite-compact.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { sendWithFiles } from '../attachments/send-with-files.ts'
import { storeAttachment } from '../attachments/store-attachment.ts'
import { ensureContactChannel } from '../channels/ensure-contact-channel.ts'
import { createContact } from '../contacts/create-contact.ts'
import { deleteContact } from '../contacts/delete-contact.ts'
import { createConversation } from '../conversations/create-conversation.ts'
import { updateConversation } from '../conversations/update-conversation.ts'
import { putDelivery } from '../deliveries/put-delivery.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { deleteMessage } from '../messages/delete-message.ts'
import { editMessage } from '../messages/edit-message.ts'
import { sendMessages } from '../messages/send-messages.ts'
import { sendWithin } from '../messages/send-within.ts'
import { TRIM_STEP } from '../retention/trim-messages.ts'
import { searchMessages } from '../search/search-messages.ts'
import { addressDoor, reserveAttempt } from '../sessions/reserve-attempt.ts'
import { createToken } from '../tokens/create-token.ts'
import { beginErasure } from './begin-erasure.ts'
import { continueErasure, continueErasures } from './continue-erasure.ts'

/** In everything that is planted about the contact, and in nothing else. */
const PLANT = 'zebrakadabra'

/** What an erasure does with each table. A new one has to be thought about here. */
const TREATED: Record<string, string> = {
  contacts: 'deleted at once',
  contact_channels: 'deleted at once',
  passwords: 'deleted at once',
  tokens: 'revoked at once, deleted in the end',
  conversations: 'deleted, or made nobody’s',
  participants: 'deleted',
  messages: 'deleted with the conversation, or emptied',
  attachments: 'with the messages',
  tickets: 'with the conversation',
  notification_marks: 'deleted',
  notification_reads: 'deleted, and with the messages',
  message_search: 'taken out and written anew',
  events: 'particulars emptied',
  idempotency_keys: 'answers emptied, or deleted',
  deliveries: 'customer taken out',
  webhook_attempts: 'answers emptied',
  sign_in_attempts: 'deleted',
  loose_blobs: 'keys of bytes, until those are gone',
  erasures: 'holds words until it is over',
  ...Object.fromEntries(
    (
      'accounts account_counters applications members teams team_members channels channel_identifiers channel_members labels canned_responses attribute_definitions ' +
      'saved_filters webhooks webhook_deliveries webhook_lanes migrations installation id_counter search_progress'
    )
      .split(' ')
      .map((name) => [name, 'says nothing of contacts']),
  ),
}

async function tablesOf(store: Store): Promise<string[]> {
  const text =
    store.engine === 'sqlite'
      ? "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
      : 'select tablename as name from pg_tables where schemaname = current_schema()'
  return (await store.all<{ name: string }>(text)).map((row) => row.name)
}

/** The tables, of all there are, that hold a text anywhere in a row, bytes included. */
async function findIn(store: Store, text: string): Promise<string[]> {
  const found: string[] = []
  for (const table of await tablesOf(store)) {
    // The words of the embedded index lie in tables of its own.
    if (table === 'message_search' && store.engine === 'sqlite') continue
    const rows = await store.all<Record<string, Value | Uint8Array>>(`select * from ${table}`)
    const values = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
    if (values.some((value) => value.toLowerCase().includes(text))) found.push(table)
  }
  return found
}

/** A contact of whom something is in every table that can hold anything of one. */
async function plant(t: TestContext) {
  const server = await startServer(t)
  const { core, home } = server
  const ctx = systemCtx(core, home.account.id)
  const { store } = core
  const ann = parleyClient(server, home.secrets.ann)
  const made = await store.tx(async (tx) => {
    const contact = await createContact(ctx, tx, {
      name: `Name ${PLANT}`,
      email: `${PLANT}@customers.example`,
      phone: null,
      identifier: `id-${PLANT}`,
      attributes: { note: PLANT },
      additional: { city: PLANT },
    })
    await ensureContactChannel(ctx, tx, { channelId: home.channel.id, contactId: contact.id, sourceId: `source-${PLANT}` })
    await createToken(core, tx, {
      accountId: home.account.id,
      author: contact,
      scope: 'api',
      dialect: 'parley',
      label: `phone of ${PLANT}`,
    })
    const people = [{ author: home.ann, role: 'member' }]
    const own = await createConversation(ctx, tx, { contactId: contact.id, subject: `About ${PLANT}`, participants: people })
    const shared = await createConversation(ctx, tx, {
      contactId: contact.id,
      subject: 'All of us',
      participants: [...people, { author: home.jane, role: 'member' }],
    })
    await putDelivery(ctx, tx, 'd-1', { customerId: contact.id })
    return { contact, own, shared }
  })
  const { contact, own, shared } = made
  await store.tx((tx) => updateConversation(ctx, tx, { id: own.id }, { subject: `Still about ${PLANT}`, attributes: { csat: PLANT } }))
  await store.tx((tx) => updateConversation(ctx, tx, { id: shared.id }, { additional: { referer: PLANT } }))
  const say = (to: number, text: string, by: { kind: 'contact' | 'member'; id: number } = contact, attachments = undefined as never) =>
    sendMessages(
      ctx,
      [{ to: { id: to }, by, direction: 'inbound', text, attachments, ...(by === contact && { sourceId: `<${PLANT}>` }) }],
      {},
      (_db, { messages }) => ({
        status: 200,
        body: null,
        messageIds: messages.map((one) => one.id),
      }),
    )
  await say(own.id, `Hello, I am ${PLANT}`)
  await say(own.id, `Dear ${PLANT}`, home.ann)
  await say(shared.id, `Here is ${PLANT}`)
  await say(shared.id, `Never mind ${PLANT}`)
  const taken = await store.one<{ id: number }>('select id from messages where account_id = $1 and body like $2', [
    ctx.accountId,
    'Never mind%',
  ])
  await store.tx((tx) => deleteMessage(ctx, tx, { conversation: { id: shared.id }, messageId: taken?.id ?? 0 }))
  await say(shared.id, 'Good morning all', home.jane)
  for (const to of [own, shared]) {
    const file = await storeAttachment(core, home.account.id, {
      name: `${PLANT}.txt`,
      mediaType: 'text/plain',
      bytes: Buffer.from(`bytes of ${PLANT}`),
    })
    await sendWithFiles(ctx, [file], () => say(to.id, 'See', contact, [file] as never) as never)
  }
  const { body: edited } = await ann.post(
    `/conversations/${own.id}/messages`,
    { text: `At first ${PLANT}` },
    { headers: { 'idempotency-key': 'one' } },
  )
  await store.tx((tx) => editMessage(ctx, tx, { conversation: { id: own.id }, messageId: edited.id }, { text: `${PLANT} at last` }))
  await ann.patch(`/contacts/${contact.id}`, { phone: '+4930123456' }, { headers: { 'idempotency-key': 'two' } })
  const visitor = `/chatwoot/public/api/v1/inboxes/${home.channel.identifier}/contacts/source-${PLANT}`
  const renamed = await server.call('PATCH', visitor, { body: { name: `Name ${PLANT}` }, headers: { 'idempotency-key': 'four' } })
  assert.equal(renamed.status, 200)
  const attributes = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${own.number}/custom_attributes`
  const said = { token: home.tokens.chatwoot, body: { custom_attributes: { csat: PLANT } }, headers: { 'idempotency-key': 'five' } }
  assert.deepEqual((await server.call('POST', attributes, said)).body, { custom_attributes: { csat: PLANT } })
  await ann.post('/contacts', { name: 'Somebody else' }, { headers: { 'idempotency-key': `for ${PLANT}@customers.example` } })
  const other = await ann.post('/contacts', { name: 'Bystander' }, { headers: { 'idempotency-key': 'three' } })
  await reserveAttempt(core, [addressDoor(`${PLANT}@customers.example`)])
  const insert = async (table: string, row: Record<string, Value>) => {
    const columns = await readColumns(store, table)
    const values = Object.entries(columns).map(([name, type]) =>
      name in row ? (row[name] ?? null) : name === 'account_id' ? home.account.id : type === 'text' ? '[]' : 1,
    )
    await store.tx((tx) => tx.insertMany({ name: table, columns }, [values]))
  }
  const told = { webhook_id: 5, message_id: null, conversation_id: null, state: 'delivered' }
  await insert('webhook_deliveries', { ...told, number: 1, lane: own.id, conversation_id: own.id })
  await insert('webhook_deliveries', { ...told, number: 2, lane: contact.id })
  await insert('webhook_deliveries', { ...told, number: 3, lane: 1 })
  for (const number of [1, 2]) await insert('webhook_attempts', { webhook_id: 5, number, attempt: 1, answer: `Thanks for ${PLANT}` })
  await insert('webhook_attempts', { webhook_id: 5, number: 3, attempt: 1, answer: 'Thanks' })
  await insert('notification_marks', { author_id: contact.id, conversation_id: shared.id })
  await insert('passwords', { author_id: contact.id, author_kind: 'contact', email_key: `${PLANT}@customers.example` })
  await searchMessages(ctx, PLANT, { limit: 1 })
  return { server, core, store, ctx, home, ann, other, ...made }
}

test('of an erased contact nothing is left in any table, nor among the files; what is others’ stays, and the report says so', async (t) => {
  const { server, core, store, ctx, home, ann, other, contact, shared, own } = await plant(t)
  assert.ok((await findIn(store, PLANT)).length >= 11, `planted only in ${await findIn(store, PLANT)}`)
  assert.deepEqual(
    (await tablesOf(store)).filter((name) => !Object.hasOwn(TREATED, name) && !name.startsWith('message_search_')),
    [],
    'say what an erasure does with it',
  )
  assert.deepEqual(
    Object.keys(TREATED).filter((name) => !Object.hasOwn(LEFT_OUT, name) && !ACCOUNT_TABLES.some((table) => table.name === name)),
    [],
  )
  const { body: begun, status } = await ann.post(`/contacts/${contact.id}/erase`)
  assert.deepEqual([status, begun.state, begun.phase], [202, 'running', 'conversations'])
  assert.equal((await ann.get(`/contacts/${contact.id}`)).status, 404)
  assert.equal((await ann.post(`/contacts/${contact.id}/erase`)).body.id, begun.id)
  assert.equal(await continueErasures(core, () => false), 1)
  const { body: report } = await ann.get(`/erasures/${begun.id}`)
  assert.deepEqual([report.state, report.phase, report.finishedAt === null], ['done', null, false])
  assert.deepEqual(report.counts, {
    conversations: 1,
    messages: 4,
    files: 2,
    sharedConversations: 1,
    emptiedMessages: 3,
    deliveries: 1,
    events: report.counts.events,
    answers: report.counts.answers,
    webhookAnswers: 2,
  })
  assert.ok(report.counts.events > 0 && report.counts.answers >= 2)
  assert.ok(report.kept.some((one: { what: string }) => one.what === 'shared conversations'))

  assert.deepEqual(await findIn(store, PLANT), [])
  await waitFor(async () => server.blobFiles().length === 0)
  assert.equal((await ann.get(`/conversations/${own.id}`)).status, 404)
  const left = await ann.get(`/conversations/${shared.id}/messages`)
  assert.deepEqual(
    left.body.messages.map((message: { text: string | null }) => message.text),
    [null, 'Good morning all', null, null],
  )
  const { body: conversation } = await ann.get(`/conversations/${shared.id}`)
  assert.deepEqual([conversation.contactId, conversation.publicCount, conversation.subject], [null, 1, 'All of us'])
  assert.deepEqual((await ann.post('/contacts', { name: 'Bystander' }, { headers: { 'idempotency-key': 'three' } })).body, other.body)
  const rows = await store.all('select answer from webhook_attempts where answer is not null')
  assert.equal(rows.length, 1)
  assert.equal((await ann.get(`/contacts/${home.jane.id}`)).status, 200)
  const { events } = (await ann.get('/events?limit=500')).body
  assert.deepEqual(
    events.map((event: { position: number }) => event.position),
    events.map((_: unknown, index: number) => index + 1),
  )
  assert.equal((await ann.post(`/contacts/${contact.id}/erase`)).status, 404)
  assert.deepEqual((await searchMessages(ctx, PLANT, { limit: 1 })).messages, [])
})

const embedded = ENGINE === 'postgres' && 'there is no file of ours'

test('once the file is written anew its bytes hold nothing of an erased contact either', { skip: embedded }, async (t) => {
  const { core, ctx, store, contact } = await plant(t)
  const { id } = await store.tx((tx) => beginErasure(ctx, tx, contact.id))
  await continueErasure(core, { accountId: ctx.accountId, id })
  const [main] = await store.all<{ file: string }>("select file from pragma_database_list where name = 'main'")
  const path = main?.file ?? ''
  assert.equal(compactSqlite(path), false, 'it is in use')
  // Nobody writes, so the file and its log can be copied as they are.
  const folder = join(dirname(path), 'copy')
  mkdirSync(folder)
  for (const name of readdirSync(dirname(path)).filter((one) => one.startsWith('parley.sqlite')))
    copyFileSync(join(dirname(path), name), join(folder, name))
  assert.ok(compactSqlite(join(folder, 'parley.sqlite')))
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1').toLowerCase())
  assert.ok(bytes.some((one) => one.includes('good morning all')))
  assert.ok(bytes.every((one) => !one.includes(PLANT)))
})

test('an erasure that is stopped after any of its steps goes on where it stood, also by two at once', async (t) => {
  const { core, store, ctx, contact, own } = await plant(t)
  const long = Array.from({ length: 450 }, (_, index) => ({
    to: { id: own.id },
    by: contact,
    direction: 'inbound' as const,
    text: `${PLANT} ${index}`,
  }))
  await sendMessages(ctx, long, {}, () => ({ status: 200, body: null }))
  const { id } = await store.tx((tx) => beginErasure(ctx, tx, contact.id))
  const of = { accountId: ctx.accountId, id }
  const seen: Erasure[] = []
  for (let runs = 0; seen.at(-1)?.finishedAt == null; runs += 1) {
    assert.ok(runs < 100)
    let steps = 0
    const one = () => steps++ > 0
    await Promise.all([continueErasure(core, of, one, (erasure) => seen.push(erasure)), continueErasure(core, of, () => true)])
    if (runs === 6) await Promise.all([1, 2].map(() => continueErasure(core, of, undefined, (erasure) => seen.push(erasure))))
  }
  assert.deepEqual(await findIn(store, PLANT), [])
  assert.equal(seen.at(-1)?.counts.messages, 454)
  const steps = seen.map((erasure, index) => erasure.counts.messages - (seen[index - 1]?.counts.messages ?? 0))
  assert.ok(Math.max(...steps) <= TRIM_STEP, 'no step takes more')
})

test('an erasure comes to its end although something happens in the account at every step', async (t) => {
  const { core, store, ctx, contact, other } = await plant(t)
  const { id } = await store.tx((tx) => beginErasure(ctx, tx, contact.id))
  let last: Erasure | undefined
  for (let runs = 0; last?.finishedAt == null; runs += 1) {
    assert.ok(runs < 100, `after ${runs} steps it still follows the log`)
    let steps = 0
    await continueErasure(
      core,
      { accountId: ctx.accountId, id },
      () => steps++ > 0,
      (erasure) => {
        last = erasure
      },
    )
    await store.tx((tx) => recordEvents(tx, ctx.accountId, core.now(), [subjectEvent('contact.updated', other.body.id, ctx.actor)]))
  }
  assert.deepEqual(await findIn(store, PLANT), [])
})

test('an erasure that cannot go on holds up no other', async (t) => {
  const { core, store, ctx, contact, other } = await plant(t)
  const begin = (id: number) => store.tx((tx) => beginErasure(ctx, tx, id))
  const [broken, whole] = [await begin(contact.id), await begin(other.body.id)]
  const write = (words: string) => store.tx((tx) => tx.run('update erasures set words = $2 where id = $1', [broken.id, words]))
  await write('no JSON')
  await assert.rejects(
    continueErasures(core, () => false),
    SyntaxError,
  )
  const open = async () => (await store.all<{ id: number }>('select id from erasures where finished_at is null')).map(({ id }) => id)
  assert.deepEqual([whole.finishedAt, await open()], [null, [broken.id]])
  await write('[]')
  assert.equal(await continueErasures(core, () => false), 1)
  assert.deepEqual(await open(), [])
})

test('what a deleted contact has left can be erased; who never was one cannot', async (t) => {
  const { core, store, ctx, contact, ann, server, home } = await plant(t)
  for (const { id } of [home.bob, server.application]) {
    const refused = await ann.post(`/contacts/${id}/erase`)
    assert.deepEqual(
      [refused.status, refused.body.error?.code],
      [404, 'contact_not_found'],
      'takes part in conversations, and is no contact',
    )
  }
  await store.tx((tx) => deleteContact(ctx, tx, contact.id))
  const { body, status } = await ann.post(`/contacts/${contact.id}/erase`)
  assert.equal(status, 202)
  await continueErasures(core, () => false)
  assert.equal((await ann.get(`/erasures/${body.id}`)).body.counts.conversations, 1)
  assert.deepEqual(
    [(await ann.post('/contacts/99999999/erase')).body.error.code, (await ann.get('/erasures/99999999')).body.error.code],
    ['contact_not_found', 'erasure_not_found'],
  )
})

test('a conversation of the team’s own stays, without what a contact wrote who came to it later; one that began with them goes', async (t) => {
  const { core, store, ctx, contact, ann, home } = await plant(t)
  const people = [{ authorId: home.bob.id, role: 'member' }]
  const { body: group } = await ann.post('/conversations', { subject: 'Shifts', participants: people })
  const { body: begun } = await ann.post('/conversations', { participants: [...people, { authorId: contact.id, role: 'member' }] })
  assert.equal(begun.contactId, null)
  const at = `/conversations/${group.id}`
  assert.equal((await ann.post(`${at}/participants`, { authorId: contact.id, role: 'member' })).status, 201)
  await store.tx((tx) => sendWithin(ctx, tx, [{ to: { id: group.id }, by: contact, direction: 'inbound', text: `It is ${PLANT}` }]))
  await ann.post(`${at}/messages`, { text: 'Among ourselves' })
  await ann.post(`/contacts/${contact.id}/erase`)
  await continueErasures(core, () => false)
  const { body: left } = await ann.get(`${at}/messages`)
  assert.deepEqual(
    left.messages.map(({ text }: { text: string | null }) => text),
    ['Among ourselves', null],
  )
  assert.equal((await ann.get(`/conversations/${begun.id}`)).status, 404)
  assert.deepEqual(await findIn(store, PLANT), [])
})
