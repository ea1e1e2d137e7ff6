import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { numberOf } from '../clients/family-voice.ts'
import type { Voice, Wire } from '../clients/voice.ts'
import { voicesOf } from '../clients/voices.ts'
import { startServer, type TestServer } from '../harness.ts'

type Upload = (bytes: Buffer, name: string) => Promise<Wire>

/** Every API that takes files, each in its own way. */
async function uploadersOf(server: TestServer): Promise<Partial<Record<Voice['name'], Upload>>> {
  const { home } = server
  const { id } = home.conversation
  const number = await numberOf(server, home, id)
  const voices = await voicesOf(server)
  const form = async (path: string, fields: Record<string, string>, headers: Record<string, string>, file: [string, Buffer, string]) => {
    const body = new FormData()
    for (const [field, value] of Object.entries(fields)) body.append(field, value)
    const [field, bytes, name] = file
    body.append(field, new Blob([Uint8Array.from(bytes)]), name)
    const answer = await fetch(server.url + path, { method: 'POST', headers, body })
    assert.ok(answer.ok, `${path}: ${answer.status}`)
    return answer.json()
  }
  const family = (name: 'chatwoot' | 'ndoto' | '99digital'): Upload => {
    const path = `/${name}/api/v1/accounts/${home.account.id}/conversations/${number}/messages`
    const fields = { content: 'See the file', message_type: 'outgoing' }
    return (bytes, file) => form(path, fields, { api_access_token: home.tokens[name] }, ['attachments[]', bytes, file])
  }
  const link = await server.core.store.one<{ source_id: string }>('select source_id from contact_channels where contact_id = $1', [
    home.jane.id,
  ])
  const visitor = `/chatwoot/public/api/v1/inboxes/${home.channel.identifier}/contacts/${link?.source_id}/conversations/${number}/messages`
  return {
    parley: (bytes, file) => {
      const path = `/parley/v1/conversations/${id}/messages`
      const message = JSON.stringify({ text: 'See the file' })
      return form(path, { message }, { authorization: `Bearer ${home.tokens.parley}` }, ['files', bytes, file])
    },
    chatwoot: family('chatwoot'),
    ndoto: family('ndoto'),
    '99digital': family('99digital'),
    client: (bytes, file) => form(visitor, { content: 'See the file' }, {}, ['attachments[]', bytes, file]),
    tidysupport: (bytes, name) =>
      voices.tidysupport.send(id, 'See the file', {
        attachments: [{ name, mimeType: 'application/octet-stream', content: bytes.toString('base64') }],
      }),
  }
}

/** The address of the first file of a message, as each API that has files shows it. */
const LINKS: Partial<Record<Voice['name'], (wire: Wire) => string>> = {
  tidysupport: (wire) => wire.attachments[0].url,
  parley: (wire) => wire.attachments[0].url,
  chatwoot: (wire) => wire.attachments[0].data_url,
  client: (wire) => wire.attachments[0].data_url,
  ndoto: (wire) => wire.attachments[0].data_url,
  '99digital': (wire) => wire.attachments[0].data_url,
  ondi: (wire) => wire.content_url,
}

test('a file uploaded in any API is fetched through every other one, byte for byte', async (t) => {
  const server = await startServer(t)
  const { id } = server.home.conversation
  const voices = await voicesOf(server)
  const uploaders = Object.entries(await uploadersOf(server))
  for (const [uploader, upload] of uploaders) {
    const bytes = randomBytes(70_001) // more than one chunk of a stream
    await upload(bytes, `from ${uploader}.bin`)
    const digest = createHash('sha256').update(bytes).digest('hex')
    const [kept] = (await voices.parley.list(id)).at(-1).attachments
    assert.deepEqual([kept.name, kept.sizeBytes, kept.digest], [`from ${uploader}.bin`, bytes.length, digest])
    for (const [reader, linkOf] of Object.entries(LINKS)) {
      const wire = (await voices[reader as Voice['name']].list(id)).at(-1)
      const file = await fetch(linkOf(wire))
      assert.equal(file.status, 200, `${uploader}'s file, fetched through ${reader}: ${JSON.stringify(wire.attachments)}`)
      const seen = createHash('sha256')
        .update(Buffer.from(await file.arrayBuffer()))
        .digest('hex')
      assert.equal(seen, digest, `${uploader}'s file, fetched through ${reader}`)
    }
    assert.doesNotMatch(JSON.stringify((await voices.mews.list(id)).at(-1)), /\.bin/, 'mews shows no files')
  }
})
