import assert from 'node:assert/strict'
import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ENGINE, startServer } from '../../../test/harness.ts'
import { waitFor } from '../../../test/wait-for.ts'
import type { NewAttachment } from '../../model/attachment.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { deleteConversation } from '../conversations/delete-conversation.ts'
import { deleteMessage } from '../messages/delete-message.ts'
import { sendMessages } from '../messages/send-messages.ts'
import { sendWithFiles } from './send-with-files.ts'
import { storeAttachment } from './store-attachment.ts'
import { sweepBlobs } from './sweep-blobs.ts'

const HOUR = 3_600_000_000

async function start(t: TestContext) {
  let now = Date.parse('2026-02-03T12:00:00Z') * 1000
  const server = await startServer(t, { now: () => now })
  const { account, conversation, ann } = server.home
  const ctx = systemCtx(server.core, account.id)
  return {
    server,
    ctx,
    advance: (hours: number) => {
      now += hours * HOUR
    },
    store: () => storeAttachment(server.core, account.id, { name: 'a.txt', mediaType: 'text/plain', bytes: Buffer.from('x') }),
    send: (file: NewAttachment) =>
      sendMessages(
        ctx,
        [{ to: { id: conversation.id }, by: ann, direction: 'outbound', text: 'See', attachments: [file] }],
        {},
        (_db, { messages }) => ({ status: 200, body: String(messages[0]?.id) }),
      ),
    sweep: () => sweepBlobs(server.core, () => false),
    drop: (messageId: number) => server.core.store.tx((tx) => deleteMessage(ctx, tx, { conversation: { id: conversation.id }, messageId })),
    noted: async () => (await server.core.store.all('select 1 from loose_blobs')).length,
  }
}

test('bytes that no message came to name go after a day and no sooner, and can be named until then', async (t) => {
  const { server, store, send, sweep, advance, noted } = await start(t)
  const early = await store()
  const late = await store()
  advance(23)
  assert.equal(await sweep(), 0)
  assert.equal((await send(early)).status, 200)
  advance(1.1)
  assert.equal(await sweep(), 1)
  assert.equal(server.blobFiles().length, 1)
  await assert.rejects(send(late), { code: 'unavailable' })
  assert.equal((await server.core.store.all('select 1 from messages')).length, 1)
  advance(1000)
  assert.equal(await sweep(), 0)
  assert.equal(server.blobFiles().length, 1, 'what a message names stays')
  assert.equal(await noted(), 0)
})

test('of a sweep and a send that meet, one has the file: it is sent with its bytes, or refused and gone', async (t) => {
  const { server, store, send, sweep, advance, noted } = await start(t)
  const outcomes = new Set<string>()
  for (let round = 0; round < 10; round += 1) {
    const file = await store()
    advance(25)
    const before = server.blobFiles().length
    const [sent] = await Promise.allSettled(round % 2 ? [send(file), sweep()] : [sweep().then(() => send(file)), undefined])
    const left = server.blobFiles().length
    assert.equal(left, sent.status === 'fulfilled' ? before : before - 1)
    outcomes.add(sent.status)
    assert.equal(await noted(), 0)
  }
  assert.ok(outcomes.has('rejected'))
})

test('the bytes of a deleted message go at once, and where that fails, with the next sweep', async (t) => {
  const { server, store, send, sweep, drop, noted } = await start(t)
  const first = Number((await send(await store())).body)
  const second = Number((await send(await store())).body)
  await drop(first)
  await waitFor(async () => server.blobFiles().length === 1 && (await noted()) === 0)
  const { remove } = server.core.blobs
  let tried = 0
  server.core.blobs.remove = async () => {
    tried += 1
    throw new Error('The disk is away.')
  }
  await drop(second)
  await waitFor(() => tried > 0)
  assert.equal(server.blobFiles().length, 1)
  await assert.rejects(sweep(), /The disk is away/)
  server.core.blobs.remove = remove
  assert.equal(await sweep(), 1)
  assert.equal(server.blobFiles().length, 0)
  assert.equal(await noted(), 0)
})

test('the bytes of a deleted conversation go with it', async (t) => {
  const { server, ctx, store, send, noted } = await start(t)
  for (let count = 0; count < 3; count += 1) await send(await store())
  assert.equal(server.blobFiles().length, 3)
  await server.core.store.tx((tx) => deleteConversation(ctx, tx, { id: server.home.conversation.id }))
  await waitFor(async () => server.blobFiles().length === 0 && (await noted()) === 0)
})

test('a deletion that is rolled back takes nothing away', async (t) => {
  const { server, ctx, store, send, sweep } = await start(t)
  const messageId = Number((await send(await store())).body)
  const ref = { conversation: { id: server.home.conversation.id }, messageId }
  const failing = server.core.store.tx(async (tx) => {
    await deleteMessage(ctx, tx, ref)
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  await sweep()
  assert.equal(server.blobFiles().length, 1)
})

test('a store that fails in the middle of a send leaves the bytes to the sweep, because the message may be there', async (t) => {
  const { server, ctx, store, sweep, advance } = await start(t)
  const file = await store()
  await assert.rejects(sendWithFiles(ctx, [file], () => Promise.reject(new Error('The connection was lost.'))))
  assert.equal(server.blobFiles().length, 1)
  advance(25)
  assert.equal(await sweep(), 1)
  assert.equal(server.blobFiles().length, 0)
})

test('what never came in whole goes after a day', async (t) => {
  const { server, store, sweep } = await start(t)
  await store()
  const folder = join(dirname(dirname(server.blobFiles()[0] as string)), 'incoming')
  const noon = Date.parse('2026-02-03T12:00:00Z') / 1000
  for (const [name, hours] of [
    ['old', 25],
    ['young', 23],
  ] as const) {
    writeFileSync(join(folder, name), 'half a fi')
    utimesSync(join(folder, name), noon - hours * 3600, noon - hours * 3600)
  }
  assert.equal(await sweep(), 1)
  assert.deepEqual(readdirSync(folder), ['young'])
})

const pending = ENGINE === 'sqlite' && 'with one writer a sweep begins only when the send is done'

test('a sweep waits for the message that is just naming a file, and leaves it alone', { skip: pending }, async (t) => {
  const { server, ctx, store, sweep, advance } = await start(t)
  const { sendWithin } = await import('../messages/send-within.ts')
  const file = await store()
  advance(25)
  const named = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const { conversation, ann } = server.home
  const message = { to: { id: conversation.id }, by: ann, direction: 'outbound' as const, text: 'See', attachments: [file] }
  const sending = server.core.store.tx(async (tx) => {
    await sendWithin(ctx, tx, [message])
    named.resolve()
    await release.promise
  })
  await named.promise
  const sweeping = sweep()
  release.resolve()
  await Promise.all([sending, sweeping])
  assert.equal(server.blobFiles().length, 1)
})
