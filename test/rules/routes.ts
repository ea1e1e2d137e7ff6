import assert from 'node:assert/strict'
import type { DialectName } from '../../src/model/token.ts'
import type { TestServer } from '../harness.ts'
import type { Schema } from './json-arbitraries.ts'
import type { Route } from './request-arbitraries.ts'

// Removals last, so that the others find something to be about.
const ORDER = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

type Parameter = Route['parameters'][number]
type Operation = { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }

/** Every operation of a dialect, from its own OpenAPI document. */
export async function routesOf(server: TestServer, dialect: DialectName): Promise<Route[]> {
  const { body } = await server.call('GET', `/${dialect}/openapi.json`)
  const paths = body.paths as Record<string, Record<string, Operation>>
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, { parameters = [], requestBody }]): Route => ({
        dialect,
        method: method.toUpperCase(),
        path: `/${dialect}${path}`,
        parameters,
        body: requestBody?.content['application/json']?.schema,
        takesForms: requestBody?.content['application/x-www-form-urlencoded'] !== undefined,
      }),
    ),
  )
  assert.ok(routes.length > 0)
  return routes.sort((a, b) => ORDER.indexOf(a.method) - ORDER.indexOf(b.method))
}
