import assert from 'node:assert/strict'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { VERSION } from '../../src/version.ts'
import { call, ENGINE } from '../harness.ts'
import { startS3 } from '../support/s3-server.ts'
import { createSandbox } from './parley-process.ts'

const SEED = `
accounts:
  - name: Bakery
    members:
      - { name: Mia, email: mia@bakery.example, role: administrator }
    channels:
      - { name: Website }
    conversations:
      - { key: first, subject: Bread, messages: [{ member: Mia, text: Good morning }] }
    tokens:
      - { dialect: ndoto, member: mia@bakery.example, secret: a-secret-of-mine }
      - { dialect: parley, member: Mia, label: "scripts\\e[2J" }
`

test('a seed given on standard input is applied once, and its tokens work', async (t) => {
  const sandbox = await createSandbox(t)
  const first = await sandbox.run(['seed', '-'], { stdin: SEED })
  assert.equal(first.code, 0, first.err)
  assert.match(first.out, /^Made: accounts 1, members 1, channels 1, conversations 1, tokens 2\.\n/)
  // What steers a terminal is shown, not obeyed.
  assert.match(first.out, /^ {2}Bakery · parley · scripts\ufffd\[2J: parley_\S{32}$/m)
  assert.ok(!first.out.includes('a-secret-of-mine'))
  const file = join(sandbox.folder, 'seed.yaml')
  writeFileSync(file, SEED)
  const second = await sandbox.run(['seed', file])
  assert.deepEqual([second.code, second.out], [0, 'Nothing to make: all of it is there.\n'])

  const server = await sandbox.serve()
  const connections = JSON.parse((await sandbox.run(['connect', '--json'])).out)
  assert.equal(connections.accounts.length, 1, 'a store with an account gets no demo')
  assert.equal(connections.accounts[0].ndoto.token, null)
  const { accountId } = connections.accounts[0].ndoto
  const answer = await call(`${server.url}/ndoto/api/v1/accounts/${accountId}/conversations/1/messages`, 'GET', {
    token: 'a-secret-of-mine',
  })
  assert.equal(answer.body.payload[0].content, 'Good morning')

  const made = await sandbox.run(['token', 'create', '--account', 'Bakery', '--dialect', 'ndoto', '--member', 'Mia', '--days', '1'])
  const [, id = '', secret = ''] = /^Token (\d+) .*\n(\S+)\n$/.exec(made.out) ?? []
  const list = () => call(`${server.url}/ndoto/api/v1/accounts/${accountId}/conversations/1/messages`, 'GET', { token: secret })
  assert.equal((await list()).status, 200)
  const tokens = await sandbox.run(['token', 'list', '--account', 'Bakery'])
  assert.ok(tokens.out.includes(`${id}  Bakery  ndoto  api  member`), tokens.out)
  assert.ok(!tokens.out.includes(secret))
  const revoked = await sandbox.run(['token', 'revoke', id])
  assert.deepEqual([revoked.code, revoked.out], [0, `Token ${id} is revoked.\n`])
  assert.equal((await sandbox.run(['token', 'revoke', id])).code, 1)
  // The running server may believe in it for one more second.
  while ((await list()).status === 200) await new Promise((resolve) => setImmediate(resolve))
  assert.equal((await list()).status, 401)
})

test('a password given on standard input opens the server, and --remove takes it away', async (t) => {
  const sandbox = await createSandbox(t)
  await sandbox.run(['seed', '-'], { stdin: SEED })
  const who = ['password', '--account', 'Bakery', '--member', 'mia@bakery.example']
  const set = await sandbox.run(who, { stdin: 'correct horse\n' })
  assert.deepEqual([set.code, set.out], [0, 'Mia has a new password.\n'], set.err)
  const server = await sandbox.serve()
  const login = async () =>
    (await call(`${server.url}/ondi/auth/login`, 'POST', { body: { email: 'mia@bakery.example', password: 'correct horse' } })).status
  assert.equal(await login(), 200)
  const removed = await sandbox.run([...who, '--remove'])
  assert.deepEqual([removed.code, removed.out], [0, 'Mia has no password any more.\n'])
  assert.equal(await login(), 401)
  for (const [args, code, words] of [
    [[...who, '--password', 'short'], 1, /8 to 1,024/],
    [[...who.slice(0, -1), 'max@bakery.example', '--password', 'correct horse'], 1, /no member "max@bakery.example"/],
    [who.slice(0, 3), 2, /--member or --contact/],
    [['password', '--member', 'Mia'], 2, /--account/],
    [[...who, '--contact', 'x'], 2, /--member or --contact/],
    [[...who, '--remove', '--password', 'correct horse'], 2, /not both/],
  ] as const) {
    const refused = await sandbox.run([...args])
    assert.equal(refused.code, code, args.join(' '))
    assert.match(refused.err, words)
  }
})

test('a wrong seed names its fields and makes nothing', async (t) => {
  const sandbox = await createSandbox(t)
  const broken = await sandbox.run(['seed', '-'], { stdin: 'accounts: [' })
  assert.equal(broken.code, 1)
  assert.match(broken.err, /^The seed is neither YAML nor JSON: /)
  const wrong = await sandbox.run(['seed', '-'], { stdin: SEED.replace('member: Mia, text', 'member: Max, text') })
  assert.equal(wrong.code, 1)
  assert.equal(wrong.err, 'The seed was not applied:\naccounts[0].conversations[0].messages[0].member: there is no member "Max"\n')
  assert.deepEqual(JSON.parse((await sandbox.run(['connect', '--json'])).out).accounts, [])
  assert.equal((await sandbox.run(['seed', '/no/such/file'])).code, 1)
})

test('a command line that cannot be understood ends with code 2 and says what is', async (t) => {
  const sandbox = await createSandbox(t)
  for (const args of [['bake'], ['seed'], ['serve', 'more'], ['token', 'lose'], ['token', 'create', '--account'], ['token', 'revoke']]) {
    const { code, err } = await sandbox.run(args)
    assert.deepEqual([args.join(' '), code], [args.join(' '), 2])
    assert.match(err, /parley|needs a value/)
  }
  const help = await sandbox.run(['help'])
  assert.match(help.out, /parley connect \[--json\]/)
  assert.equal((await sandbox.run(['version'])).out, `${VERSION}\n`)
})

test('connect and token make no store where there is none', { skip: ENGINE === 'postgres' && 'a database is always there' }, async (t) => {
  const sandbox = await createSandbox(t)
  const { code, err } = await sandbox.run(['connect'])
  assert.equal(code, 1)
  assert.match(err, /^There is no store at .*parley\.sqlite yet\./)
})

test('config shows every setting with its source and no password', async (t) => {
  const sandbox = await createSandbox(t)
  const env = { DATABASE_URL: 'postgres://parley:s3cret@db.example:5433/chat' }
  const { code, out } = await sandbox.run(['config', '--port', '4001'], { env })
  assert.equal(code, 0)
  assert.match(out, /^PORT +4001 {2}\(flag\)$/m)
  assert.match(out, /^DATABASE_URL +postgres:\/\/parley:\*\*\*@db\.example:5433\/chat {2}\(environment\)$/m)
  assert.match(out, /^PARLEY_LOG_LEVEL +info {2}\(default\)$/m)
  assert.ok(!out.includes('s3cret'))
})

test('doctor finds a sound installation sound, and names what is wrong with another one', async (t) => {
  const sandbox = await createSandbox(t)
  const server = await sandbox.serve()
  const port = new URL(server.url).port
  const good = await sandbox.run(['doctor', '--port', port])
  assert.equal(good.code, 0, good.out)
  assert.match(good.out, /^ok {4}store .*, schema \d+$/m)
  assert.match(good.out, /Parley is running there$/m)
  assert.match(good.out, /^ok {4}attachments .*blobs$/m)

  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port: taken } = other.address() as AddressInfo
  const file = join(sandbox.folder, 'a-file')
  writeFileSync(file, '')
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port: dead } = closed.address() as AddressInfo
  closed.close()
  const env = { PARLEY_DATA: file, DATABASE_URL: `postgres://parley:s3cret@127.0.0.1:${dead}/none` }
  const bad = sandbox.run(['doctor', '--port', String(taken)], { env })
  other.on('connection', (socket) => socket.destroy())
  const { code, out } = await bad
  other.close()
  assert.equal(code, 1)
  assert.match(out, /^BAD {3}data folder +.*a-file is not a folder$/m)
  assert.match(out, /^BAD {3}store .*postgres:\/\/parley:\*\*\*@127\.0\.0\.1:\d+\/none: .*ECONNREFUSED/m)
  assert.match(out, /^BAD {3}port .*is in use by another program$/m)
  assert.ok(!out.includes('s3cret'))
  rmSync(file)
})

test('doctor writes to the bucket of attachments, reads and removes, and says what keeps it from it', async (t) => {
  const sandbox = await createSandbox(t)
  const { settings, objects } = await startS3(t)
  writeFileSync(join(sandbox.folder, 'key'), `${settings.secretAccessKey}\n`)
  const env = {
    PARLEY_BLOBS: 's3://files/attachments/',
    PARLEY_S3_ENDPOINT: settings.endpoint ?? '',
    PARLEY_S3_ACCESS_KEY_ID: settings.accessKeyId,
    PARLEY_S3_SECRET_ACCESS_KEY_FILE: join(sandbox.folder, 'key'),
  }
  const good = await sandbox.run(['doctor', '--port', '0'], { env })
  assert.equal(good.code, 0, good.out)
  assert.match(
    good.out,
    /^ok {4}attachments {2}s3:\/\/files\/attachments at http:\/\/127\.0\.0\.1:\d+: written, read and removed in \d+ ms$/m,
  )
  assert.deepEqual(objects(), [])
  const bad = await sandbox.run(['doctor', '--port', '0'], { env: { ...env, PARLEY_S3_ACCESS_KEY_ID: 'nobody' } })
  assert.equal(bad.code, 1)
  assert.match(bad.out, /^BAD {3}attachments {2}.*: The blob store refused PUT with 403 InvalidAccessKeyId\.$/m)
  const shown = await sandbox.run(['config'], { env })
  assert.match(shown.out, /^PARLEY_S3_SECRET_ACCESS_KEY +\*\*\* {2}\(file\)$/m)
  assert.ok(!`${good.out}${bad.out}${shown.out}`.includes('S3RVER'))
})
