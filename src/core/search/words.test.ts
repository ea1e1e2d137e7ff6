import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { wordsOf } from './words.ts'

test('words lose case, accents and punctuation', () => {
  const cases: [text: string, words: string[]][] = [
    ['', []],
    ['… !?', []],
    ['Hello, WORLD!', ['hello', 'world']],
    ['Café déjà-vu', ['cafe', 'deja', 'vu']],
    ['Cafe\u0301', ['cafe']],
    ['Straße STRASSE', ['strasse', 'strasse']],
    ['ΛΌΓΟΣ λόγος', ['λογοσ', 'λογοσ']],
    ['Ёлка', ['елка']],
    ['İstanbul', ['istanbul']],
    ['room 101b, a1@example.com', ['room', '101b', 'a1', 'example', 'com']],
    ['ﬁne ①', ['fine', '1']],
    ['你好 world', ['你', '好', 'world']],
    ['東京tower', ['東', '京', 'tower']],
    ['⺀ 㐀', ['㐀']],
    ['한국어', ['한국어']],
    ['हिन्दी', ['हिन्दी']],
    ['שָׁלוֹם', ['שלום']],
    ['𝒳', ['x']],
  ]
  for (const [text, words] of cases) assert.deepEqual(wordsOf(text), words, text)
})

test('a word has at most 64 characters, and none is torn', () => {
  assert.deepEqual(wordsOf('a'.repeat(1000)), ['a'.repeat(64)])
  const [word] = wordsOf('𐐨'.repeat(100))
  assert.equal(Array.from(word ?? '').length, 64)
  assert.ok(word?.isWellFormed())
})

test('words are their own words, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const words = wordsOf(text)
      for (const word of words) assert.match(word, /^[\p{L}\p{N}\p{M}]+$/u)
      assert.deepEqual(wordsOf(words.join(' ')), words)
    }),
    { numRuns: 200 },
  )
})
