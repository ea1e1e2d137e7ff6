import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'

const ROOT = join(import.meta.dirname, '../../src')
/** What each room may import beside itself; imports point towards `model` only. */
const ALLOWED: Record<string, string[]> = {
  model: [],
  storage: ['model'],
  blobs: ['model'],
  core: ['model', 'storage', 'blobs'],
  dialects: ['model', 'storage', 'blobs', 'core'],
  delivery: ['model', 'storage', 'blobs', 'core', 'dialects'],
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => normalize(join(dirname(file), match[1] ?? '')))
}

/** Tests and what only tests use. */
const isTest = (file: string) => /(?:\.test|-test|test-client)\.ts$/.test(file)
const files = globSync('**/*.ts', { cwd: ROOT }).filter((file) => !isTest(file))

test('rooms import only rooms nearer to the model', () => {
  const wrong: string[] = []
  for (const file of files) {
    const room = file.split('/')[0] ?? ''
    const allowed = ALLOWED[room]
    if (!allowed) continue
    for (const target of importsOf(file)) {
      const to = target.split('/')[0] ?? ''
      if (to !== room && !allowed.includes(to)) wrong.push(`${file} imports ${target}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('no dialect imports another, and only the list of dialects names them', () => {
  const wrong: string[] = []
  for (const file of files.filter((one) => one.startsWith('dialects/'))) {
    const [, own] = file.split('/')
    for (const target of importsOf(file).filter((one) => one.startsWith('dialects/'))) {
      const [, other, inner] = target.split('/')
      if (inner !== undefined && other !== own && file !== 'dialects/index.ts') wrong.push(`${file} imports ${target}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('the inbox takes nothing from the server but the types of what its own API says', () => {
  const inbox = join(ROOT, '../inbox')
  const wrong: string[] = []
  for (const file of globSync('src/**/*.{ts,tsx}', { cwd: inbox }).filter((one) => !isTest(one))) {
    for (const [line, from = ''] of readFileSync(join(inbox, file), 'utf8').matchAll(
      /^(?:import|export)\b[^']*?from\s*'(\.[^']+)'|import\('(\.[^']+)'\)/gm,
    )) {
      const target = normalize(join(dirname(file), from))
      if (target.startsWith('..') && !(line.startsWith('import type') && target.startsWith('../src/dialects/parley/')))
        wrong.push(`${file}: ${line}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('only the engines import a database driver, and only main reads the environment', () => {
  const drivers: string[] = []
  const environment: string[] = []
  for (const file of files) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    if (/from '(postgres|node:sqlite)'/.test(text) && !/^storage\/(sqlite|postgres)[\w-]*\.ts$/.test(file)) drivers.push(file)
    if (text.includes('process.env') && file !== 'main.ts') environment.push(file)
  }
  assert.deepEqual(drivers, [])
  assert.deepEqual(environment, [])
})

test('what few requests need is loaded with the first that does', () => {
  const late = /^import (?!type )[^']*? from '(?:sharp|file-type|[./\w]*\/s3\.ts)'$/m
  const wrong = files.filter((file) => late.test(readFileSync(join(ROOT, file), 'utf8')))
  assert.deepEqual(wrong, [])
})

test('every query names the account in its where clause, but for the few tables looked up before the account is known', () => {
  // The embedded full-text index is reached by message id, which is unique over the installation, or through its own scope word.
  const global =
    /\b(information_schema|installation|accounts|applications|tokens|passwords where email_key|sign_in_attempts where last_at|erasures where finished_at|channel_identifiers|idempotency_keys where created_at|loose_blobs where since|leased_by = null where leased_by|message_search where rowid)\b/
  const wrong: string[] = []
  for (const file of files.filter((one) => one.startsWith('storage/queries/'))) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    for (const match of text.matchAll(/[`'"]((?:select|update|delete)\b[^`]*?)[`'"](?=[,)\n]|\s*,)/gs)) {
      const sql = match[1] ?? ''
      if (!/\bwhere\b/.test(sql) || global.test(sql)) continue
      if (!/account_id|\$\{where\.text\(\)\}|\$\{text\}|message_search match/.test(sql)) wrong.push(`${file}: ${sql.slice(0, 100)}`)
    }
  }
  assert.deepEqual(wrong, [])
})
