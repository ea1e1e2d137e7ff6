import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SETTINGS } from '../src/config.ts'
import { ERRORS } from '../src/model/errors.ts'
import { describeErrors, describeSettings } from './describe.ts'

const PAGES = { 'config.md': describeSettings, 'errors.md': describeErrors }

for (const [name, describe] of Object.entries(PAGES)) {
  test(`docs/${name} says what the code says (npm run docs)`, () => {
    assert.equal(readFileSync(join(import.meta.dirname, '..', 'docs', name), 'utf8'), describe())
  })
}

test('every setting and every error code has its line', () => {
  for (const { env } of Object.values(SETTINGS)) assert.ok(describeSettings().includes(`| \`${env}\``), env)
  for (const code of Object.keys(ERRORS)) assert.equal(describeErrors().split(`| \`${code}\` |`).length - 1, 2, code)
})
