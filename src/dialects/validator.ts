import { createRequire } from 'node:module'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { ValidationFailure } from './to-app-error.ts'

type Compiler = typeof import('typebox/compile')
let compiler: Compiler | undefined

/** Loads the compiler of schemas, a tenth of a start, with the first schema that is compiled, or when somebody asks for it. */
export function loadCompiler(): Compiler {
  compiler ??= createRequire(import.meta.url)('typebox/compile') as Compiler
  return compiler
}

/**
 * Checks each part of a request against its schema, strictly: a number is not accepted where a string is asked. Only query strings, which are text by nature, are
 * read as the numbers and booleans a schema asks for. A schema is compiled when the first request needs it: all of them together take a good part of a start.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const part = httpPart ?? 'body'
  const read = part === 'querystring' ? queryReader(schema) : undefined
  let validator: ReturnType<Compiler['Compile']> | undefined
  return (input: unknown) => {
    validator ??= loadCompiler().Compile(schema)
    const value = read ? read(input as Record<string, unknown>) : input
    if (validator.Check(value)) return { value }
    return { error: new ValidationFailure(part, validator.Errors(value) as unknown as ValidationFailure['details']) }
  }
}

type Property = { type?: unknown; items?: Property }
type Reader = (value: unknown) => unknown

/** Reads the parameters that are not text; nothing when all of them are. */
function queryReader(schema: TSchema): ((query: Record<string, unknown>) => Record<string, unknown>) | undefined {
  const { properties = {} } = schema as { properties?: Record<string, Property> }
  const readers: [string, Reader][] = []
  for (const [name, property] of Object.entries(properties)) {
    const reader = readerOf(property)
    if (reader) readers.push([name, reader])
  }
  if (readers.length === 0) return undefined
  return (query) => {
    const values = { ...query }
    for (const [name, reader] of readers) {
      if (Object.hasOwn(values, name)) values[name] = reader(values[name])
    }
    return values
  }
}

/** What cannot be read stays the text it is, and is refused by the schema: `1.5`, `0x10`, ` 1` and the empty text are no integers. */
function readerOf({ type, items }: Property): Reader | undefined {
  switch (type) {
    case 'integer':
      return (value) => toNumber(value, /^-?\d{1,16}$/)
    case 'number':
      return (value) => toNumber(value, /^-?\d{1,16}(?:\.\d{1,16})?$/)
    case 'boolean':
      return (value) => (value === 'true' ? true : value === 'false' ? false : value)
    case 'array': {
      const reader = items && readerOf(items)
      return (value) => {
        const list = Array.isArray(value) ? value : [value]
        return reader ? list.map(reader) : list
      }
    }
    default:
      return undefined
  }
}

function toNumber(value: unknown, form: RegExp): unknown {
  if (typeof value !== 'string' || !form.test(value)) return value
  const number = Number(value)
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) return value
  return number === 0 ? 0 : number // `-0` is no number of the store
}
