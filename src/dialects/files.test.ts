import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sharp from 'sharp'
import { startServer } from '../../test/harness.ts'
import { systemCtx } from '../core/accounts/create-account.ts'
import { fileAddress, thumbnailAddress } from '../core/attachments/file-address.ts'
import { storeAttachment } from '../core/attachments/store-attachment.ts'
import { deleteMessage } from '../core/messages/delete-message.ts'
import { sendWithin } from '../core/messages/send-within.ts'
import type { Attachment } from '../model/attachment.ts'

const DAY = 86_400_000_000
const NOON = Date.parse('2026-02-03T12:00:00Z') * 1000

/** Ends the connection with the answer: a kept one may still be busy with the stream's end when the test is over, and would hold the server open. */
function get(url: string, options: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...options, headers: { ...(options.headers as Record<string, string>), connection: 'close' } })
}

async function startWithFile(t: TestContext, file: { name: string; mediaType: string; content: string }) {
  let now = NOON
  const server = await startServer(t, { now: () => now })
  const ctx = { ...systemCtx(server.core, server.home.account.id), origin: server.url }
  const attachment = await storeAttachment(server.core, server.home.account.id, { ...file, bytes: Buffer.from(file.content) })
  const message = { to: { id: server.home.conversation.id }, by: server.home.ann, direction: 'outbound' as const, text: 'See' }
  const sent = await server.core.store.tx((tx) => sendWithin(ctx, tx, [{ ...message, attachments: [attachment] }]))
  const stored = sent.messages[0]?.attachments[0] as Attachment
  return {
    server,
    ctx,
    stored,
    address: () => fileAddress(ctx, stored),
    advance: (by: number) => {
      now += by
    },
  }
}

test('a file comes with its type, length and name, and can do nothing where it is shown', async (t) => {
  const { address, stored } = await startWithFile(t, { name: 'über "a".txt', mediaType: 'text/plain', content: 'héllo' })
  const answer = await get(address())
  assert.equal(answer.status, 200)
  assert.equal(await answer.text(), 'héllo')
  const shown = [
    ...['content-type', 'content-length', 'content-disposition', 'x-content-type-options', 'content-security-policy', 'referrer-policy'],
    ...['cache-control', 'etag', 'last-modified'],
  ]
  assert.deepEqual(
    shown.map((name) => answer.headers.get(name)),
    [
      'text/plain; charset=utf-8',
      '6',
      `inline; filename="_ber _a_.txt"; filename*=UTF-8''%C3%BCber%20%22a%22.txt`,
      'nosniff',
      "sandbox; default-src 'none'",
      'no-referrer',
      'private, max-age=3600, immutable',
      `"${stored.digest}"`,
      'Tue, 03 Feb 2026 12:00:00 GMT',
    ],
  )
  const head = await get(address(), { method: 'HEAD' })
  assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '6', ''])
})

test('only what is harmless is shown in place, also of what was stored before its bytes were looked at', async (t) => {
  const { server, ctx } = await startWithFile(t, { name: 'a', mediaType: 'a/b', content: 'x' })
  const kinds: [stored: string, disposition: string, served?: string][] = [
    ['image/png', 'inline'],
    ['application/pdf', 'attachment'],
    ['audio/mpeg', 'inline'],
    ['video/mp4', 'inline'],
    ['image/svg+xml', 'attachment', 'application/octet-stream'],
    ['text/html', 'attachment', 'application/octet-stream'],
    ['application/xhtml+xml', 'attachment', 'application/octet-stream'],
    ['application/javascript', 'attachment', 'application/octet-stream'],
    ['text/csv', 'attachment'],
    ['application/octet-stream', 'attachment'],
  ]
  for (const [mediaType, kind, served = mediaType] of kinds) {
    const file = {
      ...(await storeAttachment(server.core, server.home.account.id, { name: 'a', mediaType, bytes: Buffer.from('x') })),
      mediaType,
    }
    const message = { to: { id: server.home.conversation.id }, by: server.home.ann, direction: 'outbound' as const, text: 'See' }
    const sent = await server.core.store.tx((tx) => sendWithin(ctx, tx, [{ ...message, attachments: [file] }]))
    const answer = await get(fileAddress(ctx, sent.messages[0]?.attachments[0] as Attachment))
    await answer.arrayBuffer()
    assert.equal(answer.headers.get('content-type'), served)
    assert.ok(answer.headers.get('content-disposition')?.startsWith(`${kind};`), mediaType)
  }
})

test('parts, conditions and an unchanged file', async (t) => {
  const { address, stored } = await startWithFile(t, { name: 'a.bin', mediaType: 'application/octet-stream', content: '0123456789' })
  const ask = async (headers: Record<string, string>) => {
    const answer = await get(address(), { headers })
    return [answer.status, await answer.text(), answer.headers.get('content-range')]
  }
  assert.deepEqual(await ask({ range: 'bytes=2-4' }), [206, '234', 'bytes 2-4/10'])
  assert.deepEqual(await ask({ range: 'bytes=-3' }), [206, '789', 'bytes 7-9/10'])
  assert.deepEqual(await ask({ range: 'bytes=2-4', 'if-range': `"${stored.digest}"` }), [206, '234', 'bytes 2-4/10'])
  assert.deepEqual(await ask({ range: 'bytes=2-4', 'if-range': '"other"' }), [200, '0123456789', null])
  const stamp = 'Tue, 03 Feb 2026 12:00:00 GMT'
  assert.deepEqual(await ask({ range: 'bytes=2-4', 'if-range': stamp }), [206, '234', 'bytes 2-4/10'])
  assert.deepEqual(await ask({ range: 'bytes=2-4', 'if-range': 'Tue, 03 Feb 2026 12:00:01 GMT' }), [200, '0123456789', null])
  assert.deepEqual(await ask({ 'if-none-match': `"other", W/"${stored.digest}"` }), [304, '', null])
  assert.deepEqual(await ask({ 'if-modified-since': stamp }), [304, '', null])
  assert.deepEqual(await ask({ 'if-modified-since': 'Tue, 03 Feb 2026 11:59:59 GMT' }), [200, '0123456789', null])
  assert.deepEqual(await ask({ 'if-modified-since': stamp, 'if-none-match': '"other"' }), [200, '0123456789', null])
  const [status, , range] = await ask({ range: 'bytes=10-' })
  assert.deepEqual([status, range], [416, 'bytes */10'])
})

test('an address is the same all day, works until the end of the next day, and then says that it has expired', async (t) => {
  const { address, advance } = await startWithFile(t, { name: 'a.txt', mediaType: 'text/plain', content: 'x' })
  const first = address()
  const read = async (url: string) => {
    const answer = await get(url)
    return [answer.status, answer.headers.get('content-type'), await answer.text()]
  }
  advance(DAY / 2 - 1)
  assert.equal(address(), first)
  advance(1)
  assert.notEqual(address(), first)
  advance(DAY - 1)
  assert.equal((await read(first))[0], 200)
  advance(1)
  const expired = '{"error":{"code":"file_expired","message":"This address has expired; read the message again for a new one."}}'
  assert.deepEqual(await read(first), [410, 'application/json; charset=utf-8', expired])
  assert.equal((await read(address()))[0], 200)
})

test('a forged address, and one of a file that is gone, is unknown', async (t) => {
  const { server, ctx, stored, address } = await startWithFile(t, { name: 'a.txt', mediaType: 'text/plain', content: 'x' })
  const status = async (url: string) => {
    const answer = await get(url)
    const body = await answer.text()
    if (answer.status === 404) assert.equal(JSON.parse(body).error.code, 'file_not_found')
    return answer.status
  }
  const good = address()
  const token = good.split('/').at(-2) as string
  assert.equal(await status(good.replace('a.txt', 'another%20name')), 200)
  for (let index = 0; index < token.length; index += 3) {
    const forged = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1)
    assert.equal(await status(good.replace(token, forged)), 404, forged)
  }
  for (const bad of ['x', token.slice(1), `${token}A`, encodeURIComponent('../../etc')])
    assert.equal(await status(good.replace(token, bad)), 404)
  const away = { ...ctx, accountId: server.away.account.id }
  assert.equal(await status(fileAddress(away, stored)), 404)
  await server.core.store.tx((tx) =>
    deleteMessage(ctx, tx, { conversation: { id: server.home.conversation.id }, messageId: stored.messageId }),
  )
  assert.equal(await status(good), 404)
})

test('a thumbnail has an address of its own, which ends and is forged no easier than the picture’s', async (t) => {
  const { server, ctx, advance } = await startWithFile(t, { name: 'a.txt', mediaType: 'text/plain', content: 'x' })
  const bytes = await sharp({ create: { width: 900, height: 450, channels: 3, background: '#a30' } })
    .png()
    .toBuffer()
  const file = await storeAttachment(server.core, server.home.account.id, { name: 'Holiday.png', mediaType: 'image/png', bytes })
  const message = { to: { id: server.home.conversation.id }, by: server.home.ann, direction: 'outbound' as const, text: 'See' }
  const sent = await server.core.store.tx((tx) => sendWithin(ctx, tx, [{ ...message, attachments: [file] }]))
  const stored = sent.messages[0]?.attachments[0] as Attachment
  const address = thumbnailAddress(ctx, stored) as string
  const answer = await get(address)
  assert.deepEqual(
    ['content-type', 'content-disposition', 'etag'].map((name) => answer.headers.get(name)),
    ['image/webp', `inline; filename="Holiday.webp"; filename*=UTF-8''Holiday.webp`, `"${stored.digest}-thumbnail"`],
  )
  const { width, height } = await sharp(await answer.arrayBuffer()).metadata()
  assert.deepEqual([width, height], [320, 160])
  const text = thumbnailAddress(ctx, { ...stored, id: stored.id + 1 }) as string
  assert.equal((await get(text)).status, 404)
  advance(2 * DAY)
  assert.equal((await get(address)).status, 410)
})

test('a store that fails is answered as a failure that nobody keeps', async (t) => {
  const { server, address } = await startWithFile(t, { name: 'a.txt', mediaType: 'text/plain', content: 'x' })
  const { blobs } = server.core
  const { open } = blobs
  blobs.open = () => Promise.reject(new Error('The disk is away.'))
  const failed = await get(address())
  assert.deepEqual([failed.status, failed.headers.get('cache-control'), failed.headers.get('etag')], [500, null, null])
  assert.equal(JSON.parse(await failed.text()).error.code, 'internal')
  blobs.open = async () => undefined
  const gone = await get(address(), { headers: { range: 'bytes=0-0' } })
  assert.deepEqual([gone.status, gone.headers.get('cache-control'), gone.headers.get('content-range')], [404, 'no-store', null])
  blobs.open = open
  assert.equal((await get(address())).status, 200)
})
