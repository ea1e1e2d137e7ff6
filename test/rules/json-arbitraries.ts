import fc from 'fast-check'

export type Schema = {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  format?: string
  pattern?: string
  maxLength?: number
}

/** Values that name something in the store, by the name of the field or parameter that holds them. */
export type Known = (name: string) => readonly unknown[]

/** Written into JSON text as they stand; `JSON.stringify` has no way to say them. */
const LITERALS = ['1e400', '-1e400', '-0', '1e-400', '9007199254740993', '1E2', '123456789012345678901234567890']
const literal = (text: string) => `@literal:${text}`

/** What no schema, or only a careless one, lets through. */
export const HOSTILE: readonly unknown[] = [
  ...LITERALS.map(literal),
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53 - 1,
  1e300,
  '',
  ' ',
  'a\0b',
  '\ud800',
  'b\udfffc',
  '\u202e\ufeff\u0085',
  '😀'.repeat(300),
  'x'.repeat(70_000),
  "' or 1=1 --",
  '%s%n{{7*7}}',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '../../etc/passwd',
  '2023-02-30T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-00-00',
  '-000001-01-01T00:00:00Z',
  '9999-12-31T23:59:60Z',
  '9'.repeat(400),
  '00000000-0000-0000-0000-000000000000',
  [],
  {},
  [[[]]],
  [null],
  JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"a": 1}}}'),
  JSON.parse(`${'[1,{"a":'.repeat(20)}0${'}]'.repeat(20)}`),
]

const TIMES = ['2026-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '2255-06-06T00:00:00Z', '9999-12-31T23:59:59Z']
const UUIDS = ['00000000-0000-8000-8000-000000000000', 'ffffffff-ffff-8fff-bfff-ffffffffffff']
const WORDS = ['Hello', 'ünïcödé 😀', '<b>bold</b>', 'a@b.example', '+4915112345678', 'https://a.example/x', '12', 'open', 'resolved']

/** Values a schema accepts, on its edges by preference. Of a field that has a name in the store, often that. */
export function valid(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const named = known(name)
  const plain = validPlain(schema, known, name)
  return named.length > 0 && schema.type !== 'object' ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...named) }, plain) : plain
}

function validPlain(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valid(one, known, name)))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.constantFrom(0, 1, 2, 7, 2 ** 31, 2 ** 53 - 1, -1, 1_700_000_000)
    case 'number':
      return fc.constantFrom(0, 1, 1.5, -1, 1e15)
    case 'array':
      return fc.array(valid(schema.items ?? {}, known, name.replace(/s$/, '')), { maxLength: 3 })
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, one]) => [key, valid(one, known, key)])), {
        requiredKeys: schema.required ?? [],
      })
    case 'string':
      if (schema.format === 'uuid') return fc.constantFrom(...UUIDS)
      if (schema.format === 'date-time') return fc.constantFrom(...TIMES)
      return fc.constantFrom(...WORDS, ...TIMES, 'y'.repeat(Math.min(schema.maxLength ?? 300, 70_000)))
    default:
      return fc.constantFrom('text', 1, null, { a: [1] })
  }
}

/** A value with one place of it made wrong: replaced, left out, or with something beside it that nobody asked for. */
export function mutated(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, fc.nat(), fc.constantFrom('replace', 'replace', 'remove', 'add'), fc.constantFrom(...HOSTILE))
    .map(([from, place, how, what]) => {
      const copy: unknown = structuredClone(from)
      const places = placesOf(copy)
      const at = places[place % Math.max(places.length, 1)]
      if (!at) return what
      if (how === 'remove' && !Array.isArray(at.holder)) delete at.holder[at.key]
      else if (how === 'add' && !Array.isArray(at.holder)) at.holder.surplus = what
      else (at.holder as Record<string, unknown>)[at.key] = what
      return copy
    })
}

type Place = { holder: Record<string, unknown> | unknown[]; key: string } & { holder: Record<string, unknown> }

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])])
}

/** JSON text of a value, with the literals among it written as they are. */
export function toJsonText(value: unknown): string {
  return (JSON.stringify(value) ?? '').replace(/"@literal:([^"]*)"/g, '$1')
}

/** Bodies that are no JSON, or hardly. */
export const ODD_TEXTS: readonly (string | Uint8Array)[] = [
  '',
  ' \n\t',
  '{',
  '{"a":',
  '{"a":1}}',
  "{'a':1}",
  '{"a":1,}',
  '{"a":1}\0',
  '\ufeff{"a":1}',
  'null',
  'true',
  '1',
  '1e400',
  '"text"',
  '[]',
  '[[[]]]',
  'NaN',
  '{"a":"\u0001"}',
  '{"a":"\\ud800"}',
  '{"a":"\\u0000"}',
  '{"\\u0000":1}',
  '{"a":1,"a":2}',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '['.repeat(50_000),
  '{"a":'.repeat(20_000),
  `${'['.repeat(200)}${']'.repeat(200)}`,
  `{"${'k'.repeat(100_000)}":1}`,
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from('{"content":"x"}', 'utf16le'),
]

/** Forms that break off, hold what cannot be stored, or nest without end; in multipart the boundary is `x`. */
export const ODD_MULTIPARTS: readonly string[] = [
  '--x\r\nContent-Disposition: form-data; name="content"\r\n\r\nhel',
  '--x\r\nContent-Disposition: form-data; name="attachments[]"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhalf a file',
  '--x\r\nContent-Disposition: form-data; name="__proto__[a]"\r\n\r\n1\r\n--x--\r\n',
  '--x\r\nContent-Disposition: form-data; name="content"\r\n\r\na\0b\r\n--x--\r\n',
  '--x\r\nContent-Disposition: form-data; name="content"\r\n\r\nwhole\r\n--x--\r\n',
  '--x--\r\n',
  '--x\r\nContent-Disposition: form-data; name="attachments[]"; filename*=UTF-8\'\'a%00b.txt\r\n\r\nbytes\r\n--x--\r\n',
  '--x\r\nContent-Disposition: form-data; name="attachments[]"; filename="a\0b.txt"\r\nContent-Type: a\0b/c\r\n\r\nbytes\r\n--x--\r\n',
  '--x\r\nContent-Disposition: form-data; name="attachments[]"; filename="../../x"\r\nContent-Type: nonsense\r\n\r\n\r\n--x--\r\n',
  '--x\r\nContent-Disposition: form-data; name="attachments[]"\r\n\r\nno file\r\n--x--\r\n',
  '--x\r\n\r\nno head\r\n--x--\r\n',
  `${'--x\r\nContent-Disposition: form-data; name="attachments[]"; filename="a"\r\n\r\nb\r\n'.repeat(20)}--x--\r\n`,
]
export const ODD_FORMS: readonly string[] = [
  'content=a%00b',
  'content=%ff%fe&content=%',
  'content[a][b][]=1&content=2&__proto__[x]=1&constructor[prototype][x]=1',
  `a${'[b]'.repeat(5000)}=1`,
  '&'.repeat(5000),
]
