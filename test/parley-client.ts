import assert from 'node:assert/strict'
import { Compile } from 'typebox/compile'
import type { CallAnswer, CallOptions, TestServer } from './harness.ts'

export type ParleyClient = {
  get(path: string, options?: CallOptions): Promise<CallAnswer>
  post(path: string, body?: unknown, options?: CallOptions): Promise<CallAnswer>
  patch(path: string, body: unknown, options?: CallOptions): Promise<CallAnswer>
  delete(path: string, options?: CallOptions): Promise<CallAnswer>
}

type Document = { paths: Record<string, Record<string, { responses: Record<string, Response> }>> }
type Response = { content?: { 'application/json'?: { schema: object } } }
type Check = { Check(value: unknown): boolean; Errors(value: unknown): unknown }

const documents = new WeakMap<TestServer, Promise<Document>>()
const checks = new WeakMap<object, Check>()

/** A client of Parley's own API. Every answer it gets is checked against the schema that the API's own document declares for it. */
export function parleyClient(server: TestServer, token: string): ParleyClient {
  async function send(method: string, path: string, options: CallOptions): Promise<CallAnswer> {
    const answer = await server.call(method, `/parley/v1${path}`, { token, ...options })
    await checkAnswer(server, method, path, answer)
    return answer
  }
  return {
    get: (path, options = {}) => send('GET', path, options),
    post: (path, body, options = {}) => send('POST', path, { body, ...options }),
    patch: (path, body, options = {}) => send('PATCH', path, { body, ...options }),
    delete: (path, options = {}) => send('DELETE', path, options),
  }
}

async function checkAnswer(server: TestServer, method: string, path: string, answer: CallAnswer): Promise<void> {
  let document = documents.get(server)
  if (!document) {
    document = server.call('GET', '/parley/openapi.json').then(({ body }) => body as Document)
    documents.set(server, document)
  }
  const [pathname] = path.split('?')
  const parts = `/v1${pathname}`.split('/')
  const operations = Object.entries((await document).paths)
    .filter(([template]) => {
      const names = template.split('/')
      return names.length === parts.length && names.every((name, index) => name.startsWith('{') || name === parts[index])
    })
    .sort(([a], [b]) => a.split('{').length - b.split('{').length)
  const operation = operations.map(([, one]) => one[method.toLowerCase()]).find((one) => one !== undefined)
  if (!operation) return assert.equal(answer.status, 404, `${method} ${path} is not documented`)
  const declared = operation.responses[answer.status]
  assert.ok(declared, `${method} ${path}: status ${answer.status} is not documented: ${answer.text}`)
  const schema = declared.content?.['application/json']?.schema
  if (!schema || answer.status === 204) return assert.equal(answer.text, '')
  let check = checks.get(schema)
  if (!check) {
    check = Compile(schema as Parameters<typeof Compile>[0]) as unknown as Check
    checks.set(schema, check)
  }
  assert.ok(check.Check(answer.body), `${method} ${path} ${answer.status}: ${JSON.stringify(check.Errors(answer.body))}`)
}
