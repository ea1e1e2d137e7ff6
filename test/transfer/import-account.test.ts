import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import { createDiskBlobs } from '../../src/blobs/disk.ts'
import { createExportFolder, openExportFolder } from '../../src/commands/keeping/export-folder.ts'
import { systemCtx } from '../../src/core/accounts/create-account.ts'
import { storeAttachment } from '../../src/core/attachments/store-attachment.ts'
import type { Core } from '../../src/core/context.ts'
import { sendMessages } from '../../src/core/messages/send-messages.ts'
import { openCore } from '../../src/core/open-core.ts'
import { searchMessages } from '../../src/core/search/search-messages.ts'
import { createSignInLink } from '../../src/core/sessions/sign-in-links.ts'
import { exportAccount } from '../../src/core/transfer/export-account.ts'
import { type End, LineDigest } from '../../src/core/transfer/format.ts'
import { importAccount } from '../../src/core/transfer/import-account.ts'
import { createServer } from '../../src/server.ts'
import type { Store } from '../../src/storage/db.ts'
import { openStore } from '../../src/storage/open.ts'
import { ACCOUNT_TABLES, LEFT_OUT } from '../../src/storage/queries/transfer/account-tables.ts'
import { countAccountRows, readColumns, readNextId } from '../../src/storage/queries/transfer/transfer-rows.ts'
import { voicesOf } from '../clients/voices.ts'
import { call, ENGINE, startServer, type TestServer } from '../harness.ts'
import { createDatabase, dropDatabase } from '../support/postgres.ts'

const NOW = 1_800_000_000_000_000
const AWKWARD = 'Zeile eins\nzwei \u2028 drei "vier" \\ {fünf} 🙂 null'

/** An empty store of an engine with a folder for its files. */
async function openEmpty(t: TestContext, engine: typeof ENGINE): Promise<Core> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-transfer-'))
  const database = engine === 'postgres' ? await createDatabase(process.env.PARLEY_TEST_DATABASE_URL ?? '') : undefined
  const store = await openStore(database ?? join(folder, 'parley.sqlite'), { connections: 3 })
  t.after(async () => {
    await store.close()
    if (database) await dropDatabase(database)
    rmSync(folder, { recursive: true, force: true })
  })
  return openCore({ store, blobs: createDiskBlobs(join(folder, 'blobs')), now: () => NOW })
}

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-export-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function exportTo(core: Core, accountId: number, folder: string): Promise<string> {
  const target = await createExportFolder(folder)
  await exportAccount(core, accountId, target)
  await target.end()
  return readFileSync(join(folder, 'account.jsonl'), 'utf8')
}

/** Something in every table: what all clients say, a file, and a row made up where nothing else is. */
async function fill(server: TestServer): Promise<void> {
  const { core, home } = server
  const ctx = systemCtx(core, home.account.id)
  for (const voice of Object.values(await voicesOf(server))) await voice.send(home.conversation.id, `Said by ${voice.name}`)
  const file = await storeAttachment(core, home.account.id, { name: 'a.txt', mediaType: 'text/plain', bytes: Buffer.from('some bytes') })
  const said = { to: { id: home.conversation.id }, by: home.ann, direction: 'outbound' as const }
  await sendMessages(ctx, [{ ...said, text: AWKWARD, attachments: [file] }], {}, () => ({ status: 200, body: null }))
  await core.store.tx((tx) => createSignInLink(core, tx, home.ann, 3600))
  for (const table of ACCOUNT_TABLES) {
    if ((await countAccountRows(core.store, home.account.id, table)) > 0) continue
    const columns = await readColumns(core.store, table.name)
    const row = Object.entries(columns).map(([name, type]) => (name === 'account_id' ? home.account.id : type === 'text' ? '[]' : 7))
    await core.store.tx((tx) => tx.insertMany({ name: table.name, columns }, [row]))
  }
}

/** The same clients at a server over another store. */
async function serve(t: TestContext, server: TestServer, core: Core): Promise<TestServer> {
  const twin = createServer({ core, log: pino({ level: 'silent' }), version: 'test' })
  await twin.listen({ port: 0, host: '127.0.0.1' })
  t.after(() => twin.close())
  const url = `http://127.0.0.1:${(twin.server.address() as { port: number }).port}`
  return { ...server, core, url, call: (method, path, options) => call(url + path, method, options) }
}

/** What the clients of all APIs read, addresses aside. */
async function readAll(server: TestServer): Promise<Record<string, unknown>> {
  const { id } = server.home.conversation
  const read: Record<string, unknown> = {}
  for (const [name, voice] of Object.entries(await voicesOf(server))) {
    read[name] = [await voice.list(id), await voice.status(id), await voice.holds(id)]
  }
  const { tokens } = server.home
  for (const path of [
    '/parley/v1/events',
    '/parley/v1/contacts',
    '/chatwoot/api/v1/accounts/1/conversations',
    '/tidysupport/v1/contacts',
  ]) {
    const own = path.replace('/1/', `/${server.home.account.id}/`)
    read[path] = (await server.call('GET', own, { token: path.includes('tidy') ? tokens.tidysupport : tokens.chatwoot })).body
  }
  return JSON.parse(JSON.stringify(read).replaceAll(server.url, ''))
}

test('every table of the schema is in an export, or left out for a reason', async (t) => {
  const { store } = (await startServer(t)).core
  const text =
    store.engine === 'sqlite'
      ? "select name from sqlite_master where type = 'table'"
      : 'select tablename as name from pg_tables where schemaname = current_schema()'
  const known = new Set([...ACCOUNT_TABLES.map((table) => table.name), ...Object.keys(LEFT_OUT)])
  const names = (await store.all<{ name: string }>(text)).map((row) => row.name).filter((name) => !/^(sqlite_|message_search_)/.test(name))
  assert.deepEqual(
    names.filter((name) => !known.has(name)),
    [],
    'name it in account-tables.ts',
  )
})

test('an account goes from store to store and is the same to the clients of all APIs; its exports are equal byte for byte', async (t) => {
  const server = await startServer(t, { now: () => NOW })
  const { home } = server
  await fill(server)
  const before = await readAll(server)
  const first = makeFolder(t)
  const exported = await exportTo(server.core, home.account.id, first)
  assert.ok(!exported.includes('sign-in link'), 'a sign-in link is good where it was made')
  // With PostgreSQL once there and once back; each way is taken.
  let folder = first
  for (const engine of ENGINE === 'postgres' ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)) {
    const core = await openEmpty(t, engine)
    const done: string[] = []
    await importAccount(core, openExportFolder(folder), (step) => done.push(`${step.what} ${step.done} of ${step.total}`))
    assert.match(done.at(-1) ?? '', /^rows (\d+) of \1$/)
    assert.match(done[0] ?? '', /^files 1 of 1$/)
    folder = makeFolder(t)
    assert.equal(await exportTo(core, home.account.id, folder), exported)

    const { messages } = await searchMessages(systemCtx(core, home.account.id), 'zeile', { limit: 5 })
    assert.deepEqual(
      messages.map((message) => message.text),
      [AWKWARD],
    )
    // The installation's keys are known to whoever opens the store from now on.
    const opened = await openCore({ store: core.store, blobs: core.blobs, now: () => NOW })
    const there = await serve(t, server, opened)
    assert.deepEqual(await readAll(there), before)
    const [attachment] = messages[0]?.attachments ?? []
    const bytes = await opened.blobs.open(attachment?.blobKey ?? '')
    assert.equal(Buffer.concat(await Array.fromAsync(bytes as AsyncIterable<Buffer>)).toString(), 'some bytes')
    const next = await readNextId(server.core.store)
    const sent = await there.call('POST', `/parley/v1/conversations/${home.conversation.id}/messages`, {
      token: home.tokens.parley,
      body: { text: 'goes on' },
    })
    assert.ok(sent.status === 201 && sent.body.id >= next, sent.text)
    assert.deepEqual(await core.store.all('select 1 from loose_blobs'), [])
  }
})

test('an export shows the account as it was when it began, and sends go on meanwhile', async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const ctx = systemCtx(core, home.account.id)
  const send = (text: string) =>
    sendMessages(ctx, [{ to: { id: home.conversation.id }, by: home.ann, direction: 'outbound', text }], {}, () => ({
      status: 200,
      body: null,
    }))
  await send('before')
  const lines: string[] = []
  let sent = 0
  const target = {
    async write(line: string) {
      lines.push(line)
      if (lines.length % 5 === 0) {
        await send('meanwhile')
        sent += 1
      }
    },
    putFile: () => Promise.reject(new Error('there are none')),
  }
  await exportAccount(core, home.account.id, target)
  assert.ok(sent > 5)
  assert.ok(lines.some((line) => line.includes('"before"')) && !lines.some((line) => line.includes('meanwhile')))
  const counters = lines.find((line) => line.startsWith('{"table":"account_counters"'))
  const position = JSON.parse(lines[lines.indexOf(counters ?? '') + 1] ?? '')[1]
  assert.equal(JSON.parse(lines.at(-1) ?? '').tables.events.count, position, 'the log ends where the counter stands')
})

test('what is damaged, taken or from elsewhere is refused, and an import that is broken off leaves nothing and can be made again', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  await fill(server)
  const folder = makeFolder(t)
  const text = await exportTo(server.core, home.account.id, folder)
  const path = join(folder, 'account.jsonl')
  const [sharp] = readdirSync(join(folder, 'files'))
  const file = join(folder, 'files', sharp ?? '', readdirSync(join(folder, 'files', sharp ?? ''))[0] ?? '')
  const core = await openEmpty(t, ENGINE)
  const refuses = async (into: Core, message: RegExp) =>
    assert.rejects(importAccount(into, openExportFolder(folder)), { name: 'TransferError', message })
  const isEmpty = async (store: Store) => {
    for (const { name } of ACCOUNT_TABLES) if ((await store.all(`select * from ${name}`)).length > 0) return false
    return true
  }
  const cases: [text: string, message: RegExp][] = [
    ['', /no export/],
    ['{"some":"json"}\n', /no export/],
    [text.replace('"schema":', '"schema":9'), /the same version/],
    [text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1), /broken off/],
    [text.replace('Said by ondi', 'Said by Ondi'), /not as it was exported: messages/],
    [text.replace(/^\{"table":"events".*\n/m, ''), /damaged/],
    [text.replace(/^\{"file":.*\n/m, ''), /list of files/],
  ]
  for (const [damaged, message] of cases) {
    writeFileSync(path, damaged)
    await refuses(core, message)
  }
  writeFileSync(path, text)
  await refuses(server.core, /in this store already/)
  const elsewhere = await openEmpty(t, ENGINE)
  await elsewhere.store.tx((tx) => tx.run("insert into accounts select 99, 'Other', 'active', 'UTC', 'en', '{}', 0, 0"))
  await refuses(elsewhere, /other keys/)
  appendFileSync(file, '!')
  await refuses(core, /not as it was exported/)
  writeFileSync(file, 'some bytes')
  const stop = () =>
    assert.rejects(
      importAccount(core, openExportFolder(folder), ({ what, done, total }) => assert.ok(what === 'files' || done < total / 2, 'stopped')),
    )
  await stop()
  assert.ok(await isEmpty(core.store))
  assert.equal((await importAccount(core, openExportFolder(folder))).files, 1)
  // A second one of the same installation may follow, unless an id of it was given to something else meanwhile.
  const second = makeFolder(t)
  await exportTo(server.core, away.account.id, second)
  await core.store.tx((tx) => tx.run('update contacts set id = $2 where account_id = $1', [home.account.id, away.jane.id]))
  const here = await openCore({ store: core.store, blobs: core.blobs })
  await assert.rejects(importAccount(here, openExportFolder(second)), {
    message: new RegExp(`The id ${away.jane.id} \\(contacts\\) is taken`),
  })
  await core.store.tx((tx) => tx.run('update contacts set id = $2 where account_id = $1', [home.account.id, home.jane.id]))
  assert.equal((await importAccount(here, openExportFolder(second))).account.name, 'Away')
})

/** An export with other lines, and with the digests that fit them, as somebody would make it who wants more than an account. */
function forge(text: string, change: (line: string, table: string) => string): string {
  const lines = text.trimEnd().split('\n')
  const end = JSON.parse(lines.pop() ?? '') as End
  const digests = new Map(Object.keys(end.tables).map((name) => [name, new LineDigest()]))
  let table = ''
  const forged = lines.map((line) => {
    if (!line.startsWith('[')) {
      table = (JSON.parse(line) as { table?: string }).table ?? ''
      return change(line, '')
    }
    const row = change(line, table)
    digests.get(table)?.add(row)
    return row
  })
  const tables = Object.fromEntries([...digests].map(([name, digest]) => [name, digest.sum()]))
  return `${[...forged, JSON.stringify({ ...end, tables })].join('\n')}\n`
}

test('an export that was made up gets no more than its own account, and what it cannot be read as is told in words', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  await fill(server)
  const folder = makeFolder(t)
  const text = await exportTo(server.core, home.account.id, folder)
  const core = await openEmpty(t, ENGINE)
  const row = (name: string, from: string, to: string) => (line: string, table: string) => (table === name ? line.replace(from, to) : line)
  const head = (from: RegExp, to: string) => (line: string) => (line.startsWith('{"parley"') ? line.replace(from, to) : line)
  const ids = /"nextId":\d+/
  const cases: [change: (line: string, table: string) => string, message: RegExp][] = [
    [row('tokens', '"api"', '"install"'), /more than the account/],
    [row('tokens', '"api"', '"portfolio"'), /more than the account/],
    [row('members', `[${home.account.id},`, `[${away.account.id},`), /came out differently/],
    [row('webhook_lanes', '[', '[[],'), /a row that does not fit/],
    [row('webhook_lanes', ',', ',{},'), /a row that does not fit/],
    [head(ids, '"nextId":9007199254740991'), /This is no export/],
    [head(ids, `"nextId":${home.conversation.id}`), /ids that it says it has not/],
    [head(/"account":\{[^}]*\}/, '"account":{"id":"1","name":"x"}'), /This is no export/],
    [head(/"idKey":"../, '"idKey":"'), /This is no export/],
    [(line) => (line.startsWith('{"table":"tokens"') ? `${line}\n7` : line), /no line of an export/],
  ]
  for (const [change, message] of cases) {
    writeFileSync(join(folder, 'account.jsonl'), forge(text, change))
    await assert.rejects(importAccount(core, openExportFolder(folder)), { name: 'TransferError', message })
  }
  assert.deepEqual(await core.store.all('select account_id from accounts'), [])
  writeFileSync(
    join(folder, 'account.jsonl'),
    forge(text, (line) => line),
  )
  assert.equal((await importAccount(core, openExportFolder(folder))).account.id, home.account.id)
})
