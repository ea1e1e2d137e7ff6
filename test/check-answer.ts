import assert from 'node:assert/strict'
import { Compile } from 'typebox/compile'
import { DIALECTS } from '../src/dialects/index.ts'
import type { CallAnswer } from './harness.ts'

type Schema = {
  [key: string]: unknown
  properties?: Record<string, Schema>
  required?: string[]
  allOf?: Schema[]
  anyOf?: Schema[]
  items?: Schema
}
type Operation = { responses: Record<string, { content?: { 'application/json'?: { schema: Schema } } }> }
type Document = { paths: Record<string, Record<string, Operation>> }

/** The paths at the root that are each one vendor's own; the Chatwoot family's belong to the token's dialect and are checked under its mounts. */
const OWN_PATHS: [RegExp, string][] = [
  [/^\/api\/connector\//, '/mews'],
  [/^\/v1\/(?:workspaces|customers)(?=[/?]|$)/, '/tidysupport'],
  [/^\/(?:v1\/)?(?:messaging|users\/me)(?=[/?]|$)/, '/ondi'],
  [/^\/public\/api\//, '/chatwoot'],
]

/** By mount; the documents are the same for every server of this process. */
const documents = new Map<string, Promise<Document>>()
const checks = new Map<Schema, ReturnType<typeof Compile>>()

/**
 * Asserts that an answer is what the OpenAPI document of its dialect says of that operation: a declared status, and a body that fits its schema, without any field
 * that the schema does not name. What succeeds must be documented at all.
 */
export async function checkAnswer(
  request: { method: string; path: string },
  answer: CallAnswer,
  load: (path: string) => Promise<CallAnswer>,
): Promise<void> {
  const { method } = request
  const path = (OWN_PATHS.find(([own]) => own.test(request.path))?.[1] ?? '') + request.path
  const mount = DIALECTS.find((one) => path.startsWith(`${one.mount}/`))?.mount
  if (!mount || method === 'OPTIONS' || method === 'HEAD' || path.endsWith('/openapi.json')) return
  let document = documents.get(mount)
  if (!document) {
    document = load(`${mount}/openapi.json`).then(({ body }) => body)
    documents.set(mount, document)
  }
  const where = `${method} ${request.path} is answered ${answer.status} ${answer.text.slice(0, 1000)}`
  const operation = findOperation(await document, method, path.slice(mount.length), mount)
  if (!operation) return assert.ok(answer.status >= 400, `${where}, and is not documented`)
  const declared = operation.responses[answer.status]
  assert.ok(declared, `${where}, a status that is not documented`)
  const schema = declared.content?.['application/json']?.schema
  if (!schema || answer.text === '') {
    const saysNothing = !schema || schema.type === 'null'
    return assert.ok(saysNothing && answer.text === '', `${where}; ${saysNothing ? 'no' : 'a'} body is documented`)
  }
  let check = checks.get(schema)
  if (!check) {
    check = Compile(close(schema) as Parameters<typeof Compile>[0])
    checks.set(schema, check)
  }
  if (check.Check(answer.body)) return
  const problems = check.Errors(answer.body).map((one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`)
  assert.fail(`${where}\n${problems.slice(0, 10).join('\n')}`)
}

/** The most exact template wins. Spellings that a vendor allows beside its own are read as its own (chatwoot sheet 1, ondi sheet 1). */
function findOperation({ paths }: Document, method: string, rest: string, mount: string): Operation | undefined {
  let path = rest.replace(/\?.*$/s, '')
  if (mount === '/ondi') path = path.replace(/^\/v1(?=\/)/, '')
  if (['/chatwoot', '/ndoto', '/99digital'].includes(mount)) path = path.replace(/(?:\.json)?\/?$/, '')
  const parts = path.split('/')
  const found = Object.keys(paths)
    .filter((template) => {
      const names = template.split('/')
      return (
        names.length === parts.length && names.every((name, index) => (name.startsWith('{') ? parts[index] !== '' : name === parts[index]))
      )
    })
    .sort((a, b) => a.split('{').length - b.split('{').length)
  return found.map((template) => paths[template]?.[method.toLowerCase()]).find((one) => one !== undefined)
}

/** The schema with every object closed to fields it does not name; the parts of an intersection only together name all. */
function close(schema: Schema): Schema {
  if (schema.allOf) {
    const properties = Object.assign({}, ...schema.allOf.map((part) => part.properties ?? {}))
    return close({ type: 'object', properties, required: schema.allOf.flatMap((part) => part.required ?? []) })
  }
  const next: Schema = { ...schema }
  if (schema.properties) {
    next.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, close(part)]))
    if (schema.additionalProperties === undefined && Object.keys(schema.properties).length > 0) next.additionalProperties = false
  }
  if (schema.anyOf) next.anyOf = schema.anyOf.map(close)
  if (schema.items) next.items = close(schema.items)
  return next
}
