import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import type { DialectName } from '../../src/model/token.ts'
import type { Store } from '../../src/storage/db.ts'
import { ENGINE, startServer, type TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { isRead, listOperations, slotsOf, toRequest } from './operations.ts'
import { tablesOf } from './store-digest.ts'
import { makeThings, type Slot, type Things, unknownThings } from './things.ts'

/** Words of the account under attack that must be in no answer. */
const WORDS = { home: /Home|home\.example|home-customers/, away: /Away|away\.example|away-customers/ }

/** Where an id that is not the caller's is no refusal: a filter that matches nothing, or an answered message that is none (chatwoot sheet 5.3). */
const MATCHES_NOTHING: [operation: RegExp, slots: Slot[]][] = [
  [/^(?:chatwoot|ndoto|99digital) POST .*\/conversations\/\{conversation_id\}\/messages$/, ['message']],
  [/^(?:chatwoot|ndoto|99digital) GET .*\/\{account_id\}\/conversations(?:\/meta)?$/, ['channel', 'sourceId']],
  [/^mews .*\/(?:messages|messageThreads)\/getAll$/, ['conversation']],
  [/POST .*\/accounts\/\{account_id\}\/conversations\/filter$/, ['channel', 'member']],
  // The caller's own word for something, which another account may use as well.
  [/^parley PUT \/v1\/deliveries\//, ['delivery']],
  [/^parley GET \/v1\/conversations(?:\/counts)?$/, ['channel', 'contact', 'member', 'team']],
  [/^tidysupport GET .*\/conversations$/, ['channel', 'contact', 'member']],
]

/** Reading all of the other account takes longer than an attack: it is done after so many. */
const LOOK_EVERY = 20

test('another account’s ids are worth nothing in any operation of any dialect', async (t) => {
  const server = await startServer(t)
  const problems: string[] = []
  await attack(server, 'home', 'away', problems)
  // The other way round asks nothing more of the store, only of the order in which the accounts were made.
  if (ENGINE === 'sqlite') await attack(server, 'away', 'home', problems)
  assert.deepEqual(problems, [])
})

/** Makes every request with the credential of `by` and one id after the other of `on`, or of nothing. */
async function attack(server: TestServer, by: 'home' | 'away', on: 'home' | 'away', problems: string[]): Promise<void> {
  const word = on === 'home' ? 'Home' : 'Away'
  // The Chatwoot family numbers conversations by account; the victim's go on where the attacker has none.
  await outnumber(server, server[on], server[by])
  const operations = await listOperations(server)
  const theirs = new Map<DialectName, Things>()
  let digest = ''
  let since: string[] = []
  for (const [index, operation] of operations.entries()) {
    const { dialect } = operation
    if (!theirs.has(dialect)) {
      theirs.set(dialect, await makeThings(server, server[on], dialect, { word }))
      digest = await digestAccount(server.core.store, server[on])
    }
    const foreign = theirs.get(dialect) as Things
    const own = await makeThings(server, server[by], dialect)
    const slots = slotsOf(server, operation, own, server[by])
    if (isRead(operation)) {
      const good = toRequest(server, operation, own, server[by])
      const answer = await server.call(good.method, good.path, good.options)
      if (answer.status >= 300) problems.push(`${operation.name}: the sample is answered ${answer.status} ${answer.text}`)
      if (!operation.sample.asInstallation && WORDS[on].test(answer.text)) problems.push(`${operation.name} tells of the other account`)
    }
    const nothing = unknownThings(server, dialect)
    const attempts = slots.flatMap((slot): [string, Things][] => [
      [slot, { ...own, [slot]: foreign[slot] }],
      [`unknown ${slot}`, { ...own, [slot]: nothing[slot] }],
    ])
    if (slots.length > 1) attempts.push(['all', { ...foreign, tag: own.tag }])
    // Whoever has all of a path of the Client API is the visitor it names (chatwoot sheet 2).
    if (operation.template.includes('/public/')) attempts.splice(slots.length > 1 ? attempts.length - 1 : 0, 1)
    // A token of the installation is for every account, so whoever names all of another one's there is not wrong.
    if (operation.sample.asInstallation && slots.length > 1) attempts.pop()
    for (const [what, things] of attempts) {
      const { method, path, options } = toRequest(server, operation, things, server[by])
      const { status, text } = await server.call(method, path, options)
      const where = `${operation.name} ${what}: ${status} ${text.slice(0, 200)}`
      const changed = what === 'all' ? slots : [what.replace('unknown ', '') as Slot]
      const mayBeEmpty = MATCHES_NOTHING.some(([name, found]) => name.test(operation.name) && changed.every((slot) => found.includes(slot)))
      if (mayBeEmpty ? status >= 300 : ![400, 401, 403, 404, 422].includes(status)) problems.push(where)
      if (WORDS[on].test(text)) problems.push(`${where} tells of the other account`)
    }
    since.push(operation.name)
    if (since.length < LOOK_EVERY && operations[index + 1]?.dialect === dialect) continue
    const after = await digestAccount(server.core.store, server[on])
    if (after !== digest) problems.push(`one of ${since.join(', ')} changed the other account`)
    digest = after
    since = []
  }
}

async function outnumber(server: TestServer, more: Place, fewer: Place): Promise<void> {
  const top = await server.core.store.one<{ top: number }>('select max(number) as top from conversations where account_id = $1', [
    fewer.account.id,
  ])
  const used = (top?.top ?? 0) + 1000
  await server.core.store.tx((tx) =>
    tx.run('update account_counters set conversation_number = $2 where account_id = $1', [more.account.id, used]),
  )
}

async function digestAccount(store: Store, { account }: Place): Promise<string> {
  const tables = (await tablesOf(store)).filter(
    (name) => !['installation', 'applications', 'migrations', 'schema_migrations'].includes(name),
  )
  const rows = await Promise.all(
    tables.map((table) => store.all(`select * from ${table} where account_id = $1`, [account.id]).catch(() => [])),
  )
  return hash('sha256', JSON.stringify(rows.map((found) => found.map((row) => JSON.stringify(row)).sort())))
}
