import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE, startServer } from '../test/harness.ts'
import { dial, readAll } from '../test/rules/raw-http.ts'

const skip = ENGINE === 'postgres' && 'no store takes part'

test('an upgrade to an address that is none is refused, and any other offer of an upgrade passed over', { skip }, async (t) => {
  const server = await startServer(t)
  const ask = async (path: string, upgrade: string) => {
    const socket = dial(server.url)
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: ${upgrade}\r\n\r\n`)
    return (await readAll(socket)).toString()
  }
  for (const path of ['/', '/nowhere', '/parley/v1', '/chatwoot/api/v1/accounts/1/conversations', '/%', '//', '/parley/v1/events/x']) {
    const answer = await ask(path, 'WebSocket')
    assert.match(answer, /^HTTP\/1\.1 404 Not Found\r\n[\s\S]*"route_not_found"/, path)
  }
  for (const offer of ['h2c', 'TLS/1.0', '']) assert.match(await ask('/healthz', offer), /^HTTP\/1\.1 200 OK\r\n/, offer)
  assert.equal((await server.call('GET', '/healthz')).status, 200)
})
