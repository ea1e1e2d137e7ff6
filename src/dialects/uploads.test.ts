import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startServer, type TestServer } from '../../test/harness.ts'
import { waitFor } from '../../test/wait-for.ts'

const MB = 1024 * 1024
const SENT_BYTES = 39 * MB
const PIECE = Buffer.alloc(64 * 1024, 'x')

/** The ways into the server that take files of any size. */
const DOORS: [name: string, path: (server: TestServer) => string, field: string][] = [
  [
    'Chatwoot',
    ({ home }) => `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`,
    'attachments[]',
  ],
  ['Parley', ({ home }) => `/parley/v1/conversations/${home.conversation.id}/messages`, 'files'],
]

/** Sends the beginning of a form with a file and no end of it. */
async function beginUpload(t: TestContext, server: TestServer, path: string, field: string): Promise<Socket> {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  t.after(() => socket.destroy())
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: x',
    `Authorization: Bearer ${server.home.secrets.ann}`,
    'Content-Type: multipart/form-data; boundary=b',
    `Content-Length: ${SENT_BYTES + MB}`,
    '',
    '--b',
    `Content-Disposition: form-data; name="${field}"; filename="a.bin"`,
    '',
    '',
  ]
  socket.write(lines.join('\r\n'))
  for (let sent = 0; sent < SENT_BYTES; sent += PIECE.length) {
    if (!socket.write(PIECE)) await new Promise((resolve) => socket.once('drain', resolve))
  }
  return socket
}

function receivedBytes(server: TestServer): number {
  return server.blobFiles().reduce((sum, path) => sum + statSync(path).size, 0)
}

/** What is in use once all that can be is thrown away. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

for (const [name, path, field] of DOORS) {
  test(`${name}: a large file is on the disk as it comes, not in memory, and is gone when its client is`, async (t) => {
    const server = await startServer(t)
    const before = usedBytes()
    const socket = await beginUpload(t, server, path(server), field)
    await waitFor(() => receivedBytes(server) > SENT_BYTES - MB)
    // What was freed is given back a little later.
    await waitFor(() => usedBytes() - before < 10 * MB)
    socket.destroy()
    await waitFor(() => server.blobFiles().length === 0)
    assert.equal((await server.core.store.all('select 1 from loose_blobs')).length, 0)
    assert.equal((await server.core.store.all('select 1 from messages')).length, 0)
  })
}

test('fields that are no files may be as much as a body without files, all together, also of somebody without a credential', async (t) => {
  const server = await startServer(t)
  const headers = { 'content-type': 'multipart/form-data; boundary=b' }
  const sizes = [[MB / 2], [MB / 2, MB / 2], Array.from({ length: 60 }, () => MB / 2)]
  const statuses: number[] = []
  for (const lengths of sizes) {
    const fields = lengths.map(
      (length, index) => `--b\r\nContent-Disposition: form-data; name="f${index}"\r\n\r\n${'x'.repeat(length)}\r\n`,
    )
    const body = `${fields.join('')}--b--\r\n`
    statuses.push((await fetch(`${server.url}/auth/sign_in`, { method: 'POST', headers, body })).status)
  }
  assert.deepEqual(statuses, [422, 413, 413])
})
