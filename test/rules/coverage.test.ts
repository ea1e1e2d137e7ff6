import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { COVERAGE } from '../../scripts/coverage/coverage.ts'
import { keyOf, listRow, type Row } from '../../scripts/coverage/row.ts'
import { DIALECTS } from '../../src/dialects/index.ts'
import { listOperations } from '../../src/docs-page/open-api.ts'
import type { DialectName } from '../../src/model/token.ts'
import { startServer, type TestServer } from '../harness.ts'

const ROWS = Object.entries(COVERAGE) as [DialectName, Row[]][]

async function servedBy(server: TestServer, dialect: DialectName): Promise<string[]> {
  const { body } = await server.call('GET', `/${dialect}/openapi.json`)
  const upgrades = DIALECTS.find((one) => one.name === dialect)?.upgrades?.(server.core, pino({ level: 'silent' })) ?? []
  return [...listOperations(body).map(({ method, path }) => `${method} ${path}`), ...upgrades.map(({ path }) => `UPGRADE ${path}`)]
}

/** What both name, whatever they call the parameters. */
function without(some: string[], others: string[]): string[] {
  const keys = new Set(others.map(keyOf))
  return some.filter((one) => !keys.has(keyOf(one)))
}

test('every operation that is served is in the coverage table, and everything it says works is served', async (t) => {
  const server = await startServer(t)
  for (const [dialect, rows] of ROWS) {
    const served = await servedBy(server, dialect)
    const works = rows.filter((row) => row.absent === undefined).flatMap(listRow)
    assert.deepEqual(without(served, works), [], `${dialect} serves what scripts/coverage does not say`)
    assert.deepEqual(without(works, served), [], `scripts/coverage says of ${dialect} what it does not serve`)
    const all = rows.flatMap(listRow).map(keyOf)
    assert.deepEqual(
      all.filter((one, index) => all.indexOf(one) !== index),
      [],
      `${dialect} has a row twice`,
    )
  }
})

test('what the coverage table says is left out is answered as the vendor answers an unknown address', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const credentials = { ClientToken: server.clientToken, AccessToken: home.tokens.mews, Client: 'Sample' }
  for (const [dialect, rows] of ROWS) {
    const unknown = await server.call('GET', `/${dialect}/no/such/address`, { token: home.tokens[dialect] })
    assert.equal(unknown.status, 404)
    for (const operation of rows.filter((row) => row.absent !== undefined).flatMap(listRow)) {
      const [method = '', template = ''] = operation.split(' ')
      const account = dialect === 'tidysupport' ? server.core.ids.toPrefixed('account', home.account.id) : home.account.id
      const path = template.replace(/\{(account_id|workspaceId)\}/, String(account)).replace(/\{\w+\}/g, '1')
      const body = method === 'GET' ? undefined : dialect === 'mews' ? credentials : {}
      const answer = await server.call(method, `/${dialect}${path}`, { token: home.tokens[dialect], body })
      assert.deepEqual([answer.status, shapeOf(answer.body)], [404, shapeOf(unknown.body)], `${dialect} ${operation}`)
    }
  }
})

/** An error without what differs from one request to the next. */
function shapeOf({ RequestId, message, ...same }: Record<string, unknown>): object {
  return { ...same, names: [RequestId !== undefined, typeof message] }
}
