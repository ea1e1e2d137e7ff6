import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Member, Token } from '../api/wire.ts'
import { writeApplicationCommands } from './snippets/command-line.ts'
import { applicationsOf, type Connection, endOf, hasEnded, kindsOf, membersFor } from './tokens.ts'

const through = (actsAs: Connection['actsAs']) => ({ actsAs }) as Connection
const token = (kind: Token['author']['kind'], id: number, name: string | null) => ({ author: { kind, id, name } }) as Token

test('a new token is offered for those whom the API lets in', () => {
  assert.deepEqual(kindsOf(through(['administrator', 'agent', 'contact'])), ['member', 'contact'])
  assert.deepEqual(kindsOf(through(['application'])), ['application'])
  const people = [{ role: 'agent' }, { role: 'driver' }] as Member[]
  assert.deepEqual(membersFor(through(['administrator', 'agent']), people), [{ role: 'agent' }])
})

test('of applications those are offered that have a token here, each once, by name', () => {
  const tokens = [token('application', 9, 'Zed'), token('member', 1, 'Ann'), token('application', 8, 'App'), token('application', 9, 'Zed')]
  assert.deepEqual(applicationsOf(tokens), [
    { id: 8, name: 'App' },
    { id: 9, name: 'Zed' },
  ])
})

test('a term ends so many days from now, or never', () => {
  const now = Date.UTC(2026, 0, 31)
  assert.equal(endOf('never', now), null)
  assert.equal(endOf('month', now), '2026-03-02T00:00:00.000Z')
  const ending = { expiresAt: endOf('month', now) } as Token
  assert.ok(!hasEnded(ending, now) && hasEnded(ending, Date.UTC(2026, 2, 2)) && !hasEnded({ expiresAt: null } as Token, now))
})

test('an application that is not known yet is made first; a name is quoted for the shell', () => {
  assert.deepEqual(
    writeApplicationCommands(3, undefined).map(({ what }) => what),
    ['application', 'accessToken'],
  )
  const [more] = writeApplicationCommands(3, "O'Neil")
  assert.equal(more?.code, "npm run -s parley -- token create --application 'O'\\''Neil'")
})
