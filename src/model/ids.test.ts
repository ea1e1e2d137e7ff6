import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createIdCodec, type IdKind, type PrefixedKind } from './ids.ts'

const key = Uint8Array.from({ length: 16 }, (_, i) => i)
const codec = createIdCodec(key)

const kinds: IdKind[] = [
  'account',
  'author',
  'channel',
  'conversation',
  'message',
  'attachment',
  'token',
  'webhook',
  'integration',
  'ticket',
  'notification',
]
const prefixes: Record<PrefixedKind, string> = {
  message: 'msg_',
  conversation: 'thd_',
  contact: 'ctc_',
  member: 'agt_',
  channel: 'chn_',
  account: 'wrk_',
  attachment: 'att_',
  webhook: 'wh_',
}
const prefixedKinds = Object.keys(prefixes) as PrefixedKind[]

const anyKind = fc.constantFrom(...kinds)
const anyPrefixedKind = fc.constantFrom(...prefixedKinds)
const anyId = fc.oneof(fc.maxSafeNat(), fc.nat({ max: 5000 }), fc.constantFrom(2 ** 28 - 1, 2 ** 28, 2 ** 32, 62 ** 5, 2 ** 53 - 1))
const anyOtherKey = fc.uint8Array({ minLength: 16, maxLength: 16 }).filter((other) => other.some((byte, i) => byte !== key[i]))
const codeUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code))
const printable = fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code))

function replaceAt(text: string, index: number, character: string): string {
  return text.slice(0, index) + character + text.slice(index + 1)
}

test('the written forms are frozen', () => {
  assert.equal(codec.toUuid('message', 1), '0a000000-0000-8001-869a-87fa19ed0fdf')
  assert.equal(codec.toUuid('author', 2 ** 53 - 1), '05ffffff-ffff-8fff-9dba-45cf7b00c2b0')
  assert.equal(codec.toPrefixed('message', 1), 'msg_8zG6v9qeNbi2RKB000000001')
  assert.equal(codec.toPrefixed('member', 2 ** 53 - 1), 'agt_fNYxtQghukeb1uOfFgnDxSe7')
})

test('every id comes back from its UUID, which is a lower-case version 8', () => {
  fc.assert(
    fc.property(anyKind, anyId, (kind, id) => {
      const uuid = codec.toUuid(kind, id)
      assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.equal(codec.fromUuid(kind, uuid), id)
      assert.equal(codec.fromUuid(kind, uuid.toUpperCase()), id)
    }),
    { numRuns: 2000 },
  )
})

test('every id comes back from its prefixed form, which has its prefix and 24 characters', () => {
  fc.assert(
    fc.property(anyPrefixedKind, anyId, (kind, id) => {
      const text = codec.toPrefixed(kind, id)
      assert.ok(text.startsWith(prefixes[kind]))
      assert.match(text.slice(prefixes[kind].length), /^[0-9A-Za-z]{24}$/)
      assert.equal(codec.fromPrefixed(kind, text), id)
    }),
    { numRuns: 2000 },
  )
})

test('the UUIDs of one kind sort by id', () => {
  fc.assert(
    fc.property(anyKind, anyId, anyId, (kind, a, b) => {
      assert.equal(codec.toUuid(kind, a) < codec.toUuid(kind, b), a < b)
    }),
  )
})

test('one changed character makes a UUID unknown', () => {
  fc.assert(
    fc.property(anyKind, anyId, fc.nat({ max: 35 }), printable, (kind, id, index, character) => {
      const uuid = codec.toUuid(kind, id)
      fc.pre(uuid[index] !== character.toLowerCase())
      assert.equal(codec.fromUuid(kind, replaceAt(uuid, index, character)), undefined)
    }),
    { numRuns: 5000 },
  )
})

test('one changed character makes a prefixed id unknown', () => {
  fc.assert(
    fc.property(anyPrefixedKind, anyId, fc.nat({ max: 27 }), printable, (kind, id, index, character) => {
      const text = codec.toPrefixed(kind, id)
      fc.pre(index < text.length && text[index] !== character)
      assert.equal(codec.fromPrefixed(kind, replaceAt(text, index, character)), undefined)
    }),
    { numRuns: 5000 },
  )
})

test('under another key every id is unknown', () => {
  fc.assert(
    fc.property(anyOtherKey, anyKind, anyPrefixedKind, anyId, (otherKey, kind, prefixedKind, id) => {
      const other = createIdCodec(otherKey)
      assert.equal(other.fromUuid(kind, codec.toUuid(kind, id)), undefined)
      assert.equal(other.fromPrefixed(prefixedKind, codec.toPrefixed(prefixedKind, id)), undefined)
    }),
  )
})

test('kinds do not cross, nor do a contact and a member', () => {
  for (const written of kinds) {
    for (const read of kinds) assert.equal(codec.fromUuid(read, codec.toUuid(written, 7)), read === written ? 7 : undefined)
  }
  for (const written of prefixedKinds) {
    const text = codec.toPrefixed(written, 7)
    for (const read of prefixedKinds) {
      assert.equal(codec.fromPrefixed(read, text), read === written ? 7 : undefined)
      const swapped = prefixes[read] + text.slice(prefixes[written].length)
      assert.equal(codec.fromPrefixed(read, swapped), read === written ? 7 : undefined)
    }
  }
})

test('text that no codec wrote is unknown, whatever it is', () => {
  const uuid = codec.toUuid('message', 1)
  const texts = [
    '',
    '0',
    'null',
    uuid.replaceAll('-', ''),
    `{${uuid}}`,
    ` ${uuid}`,
    `${uuid}\n`,
    '-'.repeat(36),
    ' '.repeat(36),
    'z'.repeat(36),
  ]
  for (const text of texts) assert.equal(codec.fromUuid('message', text), undefined, text)
  // The largest nine digits name a number above 2^53.
  for (const text of ['', 'msg_', `msg_${'z'.repeat(24)}`, `msg_${'-'.repeat(24)}`, `${codec.toPrefixed('message', 1)}0`]) {
    assert.equal(codec.fromPrefixed('message', text), undefined, text)
  }
  fc.assert(
    fc.property(fc.string({ minLength: 36, maxLength: 36, unit: codeUnit }), (text) => {
      assert.equal(codec.fromUuid('message', text), undefined)
    }),
  )
  fc.assert(
    fc.property(fc.string({ minLength: 24, maxLength: 24, unit: codeUnit }), (text) => {
      assert.equal(codec.fromPrefixed('message', `msg_${text}`), undefined)
    }),
  )
})

test('a number that is no id is not written, and a key has 16 bytes', () => {
  for (const id of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => codec.toUuid('message', id), RangeError)
    assert.throws(() => codec.toPrefixed('message', id), RangeError)
  }
  assert.throws(() => createIdCodec(new Uint8Array(15)), TypeError)
})

test('the characters of the check are all in use', () => {
  const seen = Array.from({ length: 15 }, () => new Set<string>())
  for (let id = 1; id <= 5000; id++) {
    const text = codec.toPrefixed('message', id)
    for (let i = 0; i < 15; i++) seen[i]!.add(text.charAt(4 + i))
  }
  for (const characters of seen) assert.ok(characters.size >= 60)
})
