import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ShownConnections } from '../../src/commands/connect.ts'
import { openStore } from '../../src/storage/open.ts'
import { call } from '../harness.ts'
import { createSandbox, type RunningServer, waitFor } from './parley-process.ts'

const CURL = /^ {2}(curl -s "([^"]+)" -H "([^:"]+): ([^"]+)")$/m

function waitForCurl(server: RunningServer) {
  return waitFor(() => CURL.exec(server.out()) ?? undefined, 'the curl line')
}

/** Follows a link into the inbox, and says who is signed in. */
async function follow(server: RunningServer, link: string): Promise<string> {
  const [page, secret] = link.split('/#/sign-in/')
  assert.equal(page, server.url)
  const answer = await call(`${server.url}/parley/v1/session`, 'POST', { body: { link: secret } })
  assert.equal(answer.status, 200, answer.text)
  return answer.body.member.email
}

test('a first start makes the demo account and prints a link into the inbox and a curl line that work as pasted', async (t) => {
  const sandbox = await createSandbox(t)
  const server = await sandbox.serve()
  const [, line = '', url = '', header = '', token = ''] = await waitForCurl(server)
  assert.ok(url.startsWith(server.url))

  const answer = await call(url, 'GET', { headers: { [header]: token } })
  assert.equal(answer.status, 200)
  assert.equal(answer.body.payload.length, 5)
  if (spawnSync('curl', ['--version']).status === 0) {
    assert.deepEqual(JSON.parse(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })), answer.body)
  }
  const link = /^Open the inbox: (\S+)$/m.exec(server.out())?.[1] ?? ''
  assert.equal(await follow(server, link), 'ann@acme-hotel.example')
  assert.equal((await call(`${server.url}/readyz`, 'GET')).status, 200)
  const { code } = await server.end('SIGTERM')
  assert.equal(code, 0)

  const again = await sandbox.serve()
  const [, , , , tokenAgain] = await waitForCurl(again)
  assert.equal(tokenAgain, token)
  assert.equal((await again.end('SIGINT')).code, 0)
  const store = await openStore(sandbox.target, { connections: 1 })
  t.after(() => store.close())
  assert.equal((await store.all('select account_id from accounts')).length, 1)
})

test('connect shows the same while the server runs and while it does not, but for a fresh link into the inbox, from a file only its owner may read', async (t) => {
  const sandbox = await createSandbox(t)
  const server = await sandbox.serve()
  await waitForCurl(server)
  const env = { PARLEY_PUBLIC_URL: server.url }
  const running = await sandbox.run(['connect', '--json'], { env })
  assert.equal(running.code, 0, running.err)
  const { accounts } = JSON.parse(running.out) as ShownConnections
  assert.equal(await follow(server, accounts[0]!.inbox.url!), 'ann@acme-hotel.example')
  await server.end('SIGTERM')
  const stopped = await sandbox.run(['connect', '--json'], { env })
  const but = ({ out }: { out: string }) => out.replace(/sign-in\/parley_[\w-]+/, 'sign-in/a link of its own')
  assert.equal(but(stopped), but(running))
  assert.notEqual(stopped.out, running.out)
  assert.equal(statSync(join(sandbox.folder, 'demo-secrets.json')).mode & 0o777, 0o600)

  const plain = await sandbox.run(['connect'], { env })
  for (const text of [
    'Acme Hotel',
    `${server.url}/#/sign-in/parley_`,
    accounts[0]!.parley.token!,
    accounts[0]!.mews.clientToken!,
    'Nils Berg (dispatcher, not in the conversation)',
  ]) {
    assert.ok(plain.out.includes(text), text)
  }
})

test('a stop under load loses nothing that was acknowledged, and ends with code 0', async (t) => {
  const sandbox = await createSandbox(t)
  const server = await sandbox.serve()
  await waitForCurl(server)
  const { accounts } = JSON.parse(
    (await sandbox.run(['connect', '--json'], { env: { PARLEY_PUBLIC_URL: server.url } })).out,
  ) as ShownConnections
  const { baseUrl, accountId, conversationId, token } = accounts[0]!.ndoto
  const address = `${baseUrl}/api/v1/accounts/${accountId}/conversations/${conversationId}/messages`

  const acknowledged: string[] = []
  const refused: number[] = []
  async function sendUntilGone(sender: number): Promise<void> {
    for (let count = 0; ; count++) {
      const content = `message ${sender}/${count}`
      try {
        const answer = await call(address, 'POST', { token: token!, body: { content, message_type: 'outgoing' } })
        if (answer.status === 200) acknowledged.push(content)
        else refused.push(answer.status)
      } catch {
        return // the server no longer listens
      }
    }
  }
  const senders = Array.from({ length: 24 }, (_, sender) => sendUntilGone(sender))
  await waitFor(() => (acknowledged.length > 300 ? true : undefined), 'some acknowledged sends')
  const { code, out } = await server.end('SIGTERM')
  await Promise.all(senders)
  assert.equal(code, 0, out)
  assert.deepEqual(refused, [])

  const store = await openStore(sandbox.target, { connections: 1 })
  t.after(() => store.close())
  const rows = await store.all<{ body: string; seq: number }>(`select body, seq from messages where body like 'message %' order by seq`)
  const stored = new Set(rows.map((row) => row.body))
  assert.equal(stored.size, rows.length)
  assert.deepEqual(
    acknowledged.filter((content) => !stored.has(content)),
    [],
  )
  assert.deepEqual(
    rows.map((row) => row.seq),
    rows.map((_, index) => (rows[0]?.seq ?? 0) + index),
  )
})

test('a signal that arrives twice stops the server once; a second one ends it at once', async (t) => {
  const sandbox = await createSandbox(t)
  const server = await sandbox.serve()
  server.process.kill('SIGINT')
  assert.equal((await server.end('SIGINT')).code, 0)

  const busy = await sandbox.serve()
  const { hostname, port } = new URL(busy.url)
  const slow = connect(Number(port), hostname)
  t.after(() => slow.destroy())
  slow.on('error', () => {}) // the server goes away under it
  slow.write('POST /ndoto/api/v1/accounts/1/conversations/1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n')
  assert.equal((await call(`${busy.url}/healthz`, 'GET')).status, 200)
  const again = setInterval(() => busy.process.kill('SIGTERM'), 50)
  t.after(() => clearInterval(again))
  assert.equal((await busy.end('SIGTERM')).code, 1)
  assert.ok(!busy.out().includes('"stopped"'))
})

test('a port that is in use stops the start with one message that names it', async (t) => {
  const sandbox = await createSandbox(t)
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.after(() => other.close())
  const { port } = other.address() as AddressInfo
  const { code, err } = await sandbox.run(['serve', '--port', String(port)])
  assert.equal(code, 1)
  assert.equal(err, `Port ${port} on 127.0.0.1 is in use. Stop the other program, or choose another port: PORT=${port + 1}.\n`)
})

test('wrong settings stop the start with one message that names each of them', async (t) => {
  const sandbox = await createSandbox(t)
  const { code, out, err } = await sandbox.run(['serve', '--prot=1'], { env: { PORT: 'abc', PARLEY_DEMO: 'maybe' } })
  assert.equal(code, 2)
  assert.equal(out, '')
  assert.deepEqual(err.split('\n'), [
    '3 settings are wrong:',
    '  --prot is not a flag; did you mean --port?',
    '  PORT must be a whole number from 0 to 65535; it is "abc"',
    '  PARLEY_DEMO must be auto or never; it is "maybe"',
    '',
  ])
})

test('without the demo, standard output is JSON lines alone, none with a token or a text in it', async (t) => {
  const sandbox = await createSandbox(t)
  const server = await sandbox.serve({ PARLEY_DEMO: 'never', PARLEY_LOG_LEVEL: 'debug' })
  const address = `${server.url}/ndoto/api/v1/accounts/1/conversations/1/messages?q=looked-for`
  const answer = await call(address, 'POST', { token: 'hush-hush-hush', body: { content: 'between us' } })
  assert.equal(answer.status, 401)
  const { out, code } = await server.end('SIGTERM')
  assert.equal(code, 0)
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const request = lines.find((line) => line.msg === 'request')
  assert.equal(request?.route, '/ndoto/api/v1/accounts/:account_id/conversations/:conversation_id/messages')
  assert.equal(request?.status, 401)
  assert.match(String(request?.requestId), /^[0-9a-f-]{36}$/)
  for (const hidden of ['hush', 'between us', 'looked-for']) assert.ok(!out.includes(hidden), hidden)
})
