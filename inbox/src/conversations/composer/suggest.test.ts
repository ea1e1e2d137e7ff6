import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askedAt, completed, matchingCanned } from './suggest.ts'

test('a slash at the beginning asks for a canned response, an @ in a note for somebody of the team', () => {
  assert.deepEqual(askedAt('/hel', 4, false), { kind: 'canned', search: 'hel', from: 0, to: 4 })
  assert.equal(askedAt('and/or', 6, false), null)
  assert.equal(askedAt('/hello world', 12, false), null)
  assert.deepEqual(askedAt('Ask @be now', 7, true), { kind: 'member', search: 'be', from: 4, to: 7 })
  assert.equal(askedAt('Ask @be', 7, false), null)
  assert.equal(askedAt('a@b', 3, true), null)
})

test('what is chosen stands in the place of what was asked, and the rest stays', () => {
  const asked = askedAt('Ask @be now', 7, true)
  assert.deepEqual(asked && completed('Ask @be now', asked, '@Ben '), { text: 'Ask @Ben  now', caret: 9 })
})

test('codes that begin with what was typed come first', () => {
  const all = ['thanks', 'hello', 'say-hello'].map((shortCode, id) => ({ id, shortCode, content: 'Dear customer' }))
  assert.deepEqual(
    matchingCanned(all, 'hel').map(({ shortCode }) => shortCode),
    ['hello', 'say-hello'],
  )
  assert.equal(matchingCanned(all, 'DEAR').length, 3)
})
