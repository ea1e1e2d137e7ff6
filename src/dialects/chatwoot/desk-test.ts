import assert from 'node:assert/strict'
import { Value } from 'typebox/value'
import type { CallAnswer, CallOptions, TestServer } from '../../../test/harness.ts'
import type { Place } from '../../../test/world.ts'
import { CHATWOOT } from './chatwoot.ts'
import type { Profile } from './profile.ts'

type Schema = { [key: string]: unknown; properties?: Record<string, Schema>; allOf?: Schema[]; anyOf?: Schema[]; items?: Schema }
type Document = {
  paths: Record<string, Record<string, { responses: Record<string, { content?: { 'application/json': { schema: Schema } } }> }>>
}

/** One profile's calls around the messages, as Ann of `place` unless another token is given; every answer is held against its documentation. */
export function deskOf(server: TestServer, profile: Profile, place: Place = server.home) {
  const base = `/api/v1/accounts/${place.account.id}`
  async function call(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<CallAnswer> {
    const full = path.startsWith('/api') || path.startsWith('/public') ? path : base + path
    const answer = await server.call(method, profile.mount + full, { token: place.tokens[profile.name], body, ...options })
    await assertDocumented(server, profile, method, full, answer)
    return answer
  }
  return {
    call,
    /** The body of an answer that must be 200. */
    async ok(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<CallAnswer['body']> {
      const answer = await call(method, path, body, options)
      assert.equal(answer.status, 200, `${profile.name} ${method} ${path}: ${answer.text}`)
      return answer.body
    },
  }
}

/** Asserts that an answer is what the API's own document says, with no field that it does not name. */
export async function assertDocumented(
  server: TestServer,
  profile: Profile,
  method: string,
  path: string,
  answer: CallAnswer,
): Promise<void> {
  const { body } = await server.call('GET', `${profile.mount}/openapi.json`)
  const where = `${profile.name} ${method} ${path}`
  const plain = path.replace(/\?.*$/, '')
  const { paths } = body as Document
  const template = Object.keys(paths)
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .find((one) => new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain) && paths[one]?.[method.toLowerCase()])
  assert.ok(template, `${where} is not documented`)
  const response = paths[template]?.[method.toLowerCase()]?.responses[answer.status]
  assert.ok(response, `${where} does not say that it answers ${answer.status}: ${answer.text}`)
  if (answer.text === '') return
  const schema = response.content?.['application/json'].schema
  assert.ok(schema, `${where} does not say what it answers`)
  const problems = Value.Errors(closed(schema), answer.body).map((one) => `${one.instancePath} ${one.message}`)
  assert.deepEqual(problems, [], `${where}: ${answer.text}`)
}

/** The schema with every object closed to fields it does not name; the parts of an intersection only together name all. */
function closed(schema: Schema): Schema {
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => part.properties ?? {})
    return closed({
      type: 'object',
      properties: Object.assign({}, ...parts),
      required: schema.allOf.flatMap((part) => part.required ?? []),
    })
  }
  const next: Schema = { ...schema }
  if (schema.properties) {
    next.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, closed(part)]))
    if (schema.additionalProperties === undefined && Object.keys(schema.properties).length > 0) next.additionalProperties = false
  }
  if (schema.anyOf) next.anyOf = schema.anyOf.map(closed)
  if (schema.items) next.items = closed(schema.items)
  return next
}

/** All rows of the tables a refused or repeated call must leave alone. */
export async function snapshot(server: TestServer): Promise<string> {
  const tables = [
    'members',
    'contacts',
    'channels',
    'contact_channels',
    'conversations',
    'participants',
    'messages',
    'events',
    'teams',
    'team_members',
    'channel_members',
    'labels',
    'canned_responses',
    'attribute_definitions',
    'saved_filters',
  ]
  const rows = await Promise.all(tables.map((table) => server.core.store.all(`select * from ${table} order by 1, 2, 3`)))
  return JSON.stringify(rows)
}

/** The source id under which home's Jane is known in home's inbox. */
export async function sourceIdOf(server: TestServer): Promise<string> {
  const { payload } = await deskOf(server, CHATWOOT).ok('GET', `/contacts/${server.home.jane.id}/contactable_inboxes`)
  return payload[0].source_id
}
