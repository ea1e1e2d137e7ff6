import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseLocale } from './locale.ts'

test('times are written as its reader writes them, in the language of the page', () => {
  assert.equal(chooseLocale('en', ['de-DE', 'en-GB', 'en-US']), 'en-GB')
  assert.equal(chooseLocale('en', ['de-DE']), 'en')
  assert.equal(chooseLocale('en', ['en-US@posix', 'en-GB']), 'en-GB', 'some browsers name what is no language')
  assert.equal(chooseLocale(undefined, ['en-GB']), undefined)
})
