import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTIONS, type Action, mayThrough, ROLES, type Role } from '../../src/core/access.ts'
import { systemCtx } from '../../src/core/accounts/create-account.ts'
import { createMember } from '../../src/core/members/create-member.ts'
import { createToken } from '../../src/core/tokens/create-token.ts'
import type { AuthorRef } from '../../src/model/author.ts'
import type { DialectName, Scope } from '../../src/model/token.ts'
import { ENGINE, startServer, type TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { isRead, listOperations, type Operation, toRequest } from './operations.ts'
import { makeThings, type Things, unknownThings } from './things.ts'

/** Decided while something else is done, so no operation of its own. */
const WITHIN: Action[] = ['writeNotes', 'speakForContacts']

/** Where a sample asks for more than the operation itself, or a vendor has a rule of its own. */
const REFUSED: [operation: RegExp, roles: Role[], reason: string][] = [
  [
    /^parley POST \/v1\/conversations\/\{conversationId\}\/messages$/,
    ['driver', 'contact', 'application'],
    'the sample speaks for a contact: `speakForContacts`',
  ],
  [
    /^ondi POST \/messaging\/conversations$/,
    ['agent', 'driver', 'bot', 'contact'],
    'without a delivery: dispatchers and admins only (ondi sheet 4.4)',
  ],
  [
    /^ondi GET \/messaging\/conversations$/,
    ['agent', 'dispatcher', 'driver', 'bot', 'contact'],
    'the sample asks for the conversations of somebody else',
  ],
  [
    /^ondi \w+ \/messaging\/support\/tickets/,
    ['administrator', 'agent', 'dispatcher', 'bot', 'driver'],
    'for support members only, whatever else they are (ondi sheet 3)',
  ],
]

type Caller = { role: Role; scope: Scope; author: AuthorRef; secret: string; things: Map<DialectName, Things> }

const ONCE = { skip: ENGINE === 'postgres' && 'no matter of the store' }

test('every operation of every dialect is open to exactly the roles that the table names', ONCE, async (t) => {
  const server = await startServer(t)
  const callers = await makeCallers(server)
  const problems: string[] = []
  const operations = (await listOperations(server)).filter(({ template }) => !template.includes('/public/'))
  for (const operation of operations) {
    const { name, dialect, action } = operation
    if (operation.template === `/${dialect}/api`) continue // says its version to anybody
    assert.ok(action, `${name} does not say what it does`)
    problems.push(...(await attemptAlone(server, operation)))
    for (const caller of callers) {
      const isOpen = mayThrough(dialect, action, caller)
      const exception = REFUSED.some(([one, roles]) => one.test(name) && roles.includes(caller.role))
      const problem = await attempt(server, operation, caller, isOpen && !exception)
      if (problem) problems.push(`${caller.role} (${caller.scope}), ${action}: ${problem}`)
    }
  }
  assert.deepEqual(problems, [])
})

test('every action is what some operation does', async (t) => {
  const server = await startServer(t)
  const used = new Set((await listOperations(server)).map(({ action }) => action))
  assert.deepEqual(
    ACTIONS.filter((action) => !used.has(action) && !WITHIN.includes(action)),
    [],
  )
})

/** One of each role, and the application's token over several accounts. */
async function makeCallers(server: TestServer): Promise<Caller[]> {
  const { core, home } = server
  const ctx = systemCtx(core, home.account.id)
  const callers: Caller[] = []
  for (const role of ROLES) {
    if (role === 'install') {
      callers.push({ role, scope: 'install', author: { kind: 'system', id: 0 }, secret: server.installToken, things: new Map() })
    } else if (role === 'application') {
      const author = { kind: 'application', id: server.application.id } as const
      callers.push({ role, scope: 'api', author, secret: await tokenOf(author), things: new Map() })
      callers.push({ role, scope: 'portfolio', author, secret: server.portfolioToken, things: new Map() })
    } else {
      const author: AuthorRef =
        role === 'contact' ? home.jane : await core.store.tx((tx) => createMember(ctx, tx, { name: `A ${role}`, role }))
      callers.push({ role, scope: 'api', author: { kind: author.kind, id: author.id }, secret: await tokenOf(author), things: new Map() })
    }
  }
  return callers

  async function tokenOf(author: AuthorRef): Promise<string> {
    const input = { accountId: home.account.id, author, scope: 'api', dialect: 'parley', label: 'test' } as const
    return (await core.store.tx((tx) => createToken(core, tx, input))).secret
  }
}

/** Makes the operation's sample request as a participant with the caller's role. Says what is wrong with the outcome. */
async function attempt(server: TestServer, operation: Operation, caller: Caller, isOpen: boolean): Promise<string | undefined> {
  const { name, dialect } = operation
  const things = isOpen && !isRead(operation) ? await makeFor(caller) : await keptFor(caller)
  const place: Place = { ...server.home, tokens: { ...server.home.tokens, [dialect]: secretFor(server, dialect, caller) } }
  const { method, path, options } = toRequest(
    server,
    { ...operation, sample: { ...operation.sample, asInstallation: undefined, asCustomer: undefined } },
    things,
    place,
  )
  const before = await positionOf(server)
  const answer = await server.call(method, path, options)
  if (isOpen) return answer.status < 300 ? undefined : `${name} is answered ${answer.status} ${answer.text}`
  if (answer.status !== 401 && answer.status !== 403) return `${name} is not refused but answered ${answer.status}`
  if (!isRead(operation) && (await positionOf(server)) !== before) return `${name} is refused and done`
  return undefined

  function makeFor({ author }: Caller): Promise<Things> {
    return makeThings(server, server.home, dialect, { people: author.kind === 'system' ? [] : [author] })
  }

  /** What is only looked at, or not even that, may be the same things again. */
  async function keptFor(caller: Caller): Promise<Things> {
    const things = caller.things.get(dialect) ?? (await makeFor(caller))
    caller.things.set(dialect, things)
    return things
  }
}

/** Makes it with no credential at all, which every dialect answers with 401. */
async function attemptAlone(server: TestServer, operation: Operation): Promise<string[]> {
  const things = unknownThings(server, operation.dialect)
  const { method, path, options } = toRequest(server, operation, things, server.home)
  const { ClientToken: _client, AccessToken: _access, ...body } = (options.body ?? {}) as Record<string, unknown>
  const answer = await server.call(method, path, { body: options.body === undefined ? undefined : body })
  return answer.status === 401 ? [] : [`${operation.name} without a credential is answered ${answer.status}`]
}

/** Where the account's log stands; nothing is done without an event. */
async function positionOf({ core, home }: TestServer): Promise<number | undefined> {
  const row = await core.store.one<{ position: number }>('select position from account_counters where account_id = $1', [home.account.id])
  return row?.position
}

/** Mews has access tokens of its own; everybody else's secrets are good in every dialect. */
function secretFor(server: TestServer, dialect: DialectName, { role, scope, secret }: Caller): string {
  return dialect === 'mews' && role === 'application' && scope === 'api' ? server.home.tokens.mews : secret
}
