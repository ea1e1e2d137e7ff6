import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SETTINGS } from '../src/config.ts'
import { DIALECTS } from '../src/dialects/index.ts'
import { ERRORS } from '../src/model/errors.ts'
import { describeErrors, describeSettings } from './describe.ts'
import { describeOperations } from './describe-operations.ts'
import { makePages } from './make-pages.ts'

test('every generated page says what the code says (npm run docs)', async () => {
  const pages = await makePages()
  assert.equal(pages.size, 6 + DIALECTS.length)
  for (const [name, page] of pages) assert.equal(readFileSync(join(import.meta.dirname, '..', name), 'utf8'), page, name)
})

test('every setting and every error code has its line', () => {
  for (const { env } of Object.values(SETTINGS)) assert.ok(describeSettings().includes(`| \`${env}\``), env)
  for (const code of Object.keys(ERRORS)) assert.equal(describeErrors().split(`| \`${code}\` |`).length - 1, 2, code)
})

test('methods that do the same share a line of the operation table', () => {
  const info = { title: '', version: '' }
  const action = { 'x-action': 'writeMembers' as const }
  const paths = {
    '/a': { put: { summary: 'Change', ...action }, get: { summary: 'Get' }, patch: { summary: 'Change', ...action } },
    '/b': { post: {} },
  }
  assert.deepEqual(describeOperations({ info, paths }).split('\n').slice(2), [
    '| `GET` | `/a` | Get | anybody |',
    '| `PUT`, `PATCH` | `/a` | Change | `writeMembers` |',
    '| `POST` | `/b` |  | anybody |',
  ])
})
