import assert from 'node:assert/strict'
import { Compile } from 'typebox/compile'
import { DIALECTS } from '../src/dialects/index.ts'

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

/** By mount; the documents are the same for every server of this process. */
const documents = new Map<string, Promise<Document>>()
const checks = new Map<Schema, ReturnType<typeof Compile>>()

/** An answer as far as it is checked. */
export type SeenAnswer = { status: number; text: string }

/**
 * Asserts that an answer is what the OpenAPI document of its dialect says of that operation: a declared status, and a body that fits its schema, without any field
 * that the schema does not name. What succeeds must be documented at all; a refusal of anything else is in the vendor's own words. The path has its dialect's mount.
 */
export async function checkAnswer(
  { method, path }: { method: string; path: string },
  answer: SeenAnswer,
  load: (path: string) => Promise<Response>,
): Promise<void> {
  const mount = DIALECTS.find((one) => path.startsWith(`${one.mount}/`))?.mount
  if (!mount || method === 'OPTIONS' || method === 'HEAD' || path.endsWith('/openapi.json')) return
  let pending = documents.get(mount)
  if (!pending) {
    pending = load(`${mount}/openapi.json`).then((loaded) => loaded.json() as Promise<Document>)
    documents.set(mount, pending)
  }
  const document = await pending
  const where = `${method} ${path} is answered ${answer.status} ${answer.text.slice(0, 1000)}`
  const operation = findOperation(document, method, path.slice(mount.length))
  if (!operation) assert.ok(answer.status >= 400, `${where}, and is not documented`)
  const declared = operation ? operation.responses[answer.status] : findRefusal(document, answer.status)
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
  const body = parse(answer.text)
  if (check.Check(body)) return
  const problems = check.Errors(body).map((one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`)
  assert.fail(`${where}\n${problems.slice(0, 10).join('\n')}`)
}

/** The most exact template wins. */
function findOperation({ paths }: Document, method: string, rest: string): Operation | undefined {
  const parts = rest.replace(/\?.*$/s, '').split('/')
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

/** How this vendor refuses what is not in the document: in the words of that status elsewhere, or of any refusal where no operation has it. */
function findRefusal({ paths }: Document, status: number): Operation['responses'][string] | undefined {
  const all = Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => one.responses))
  return all.find((one) => one[status])?.[status] ?? all.find((one) => one[500])?.[500]
}

/** A vendor may answer a bare text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
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
