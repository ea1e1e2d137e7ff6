import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepDrafts } from './drafts.ts'
import { checkFiles } from './file-rules.ts'
import { memoryStorage } from './memory-storage.ts'

test('a draft is kept for each conversation and mode, and forgotten when it is empty', () => {
  const storage = memoryStorage()
  const drafts = keepDrafts(storage, 'draft.')
  drafts.set(7, 'reply', { text: 'Dear Jane', parent: null })
  drafts.set(7, 'note', { text: 'Ask Ben', parent: null })
  const later = keepDrafts(storage, 'draft.')
  assert.deepEqual([later.get(7, 'reply').text, later.get(7, 'note').text, later.get(8, 'reply').text], ['Dear Jane', 'Ask Ben', ''])
  later.set(7, 'reply', { text: '', parent: null })
  assert.deepEqual([drafts.get(7, 'reply').text, storage.length], ['', 1])
})

test('the oldest of many drafts go, and a storage that takes nothing loses none before the page is left', () => {
  const storage = memoryStorage()
  let now = 0
  const drafts = keepDrafts(storage, 'draft.', () => ++now)
  for (let id = 1; id <= 205; id++) drafts.set(id, 'reply', { text: `Draft ${id}`, parent: null })
  assert.deepEqual([storage.length, drafts.get(5, 'reply').text, drafts.get(6, 'reply').text], [200, '', 'Draft 6'])

  const full = { ...memoryStorage(), setItem: () => assert.fail('full') }
  const kept = keepDrafts(full, 'draft.')
  kept.set(7, 'reply', { text: 'Dear Jane', parent: null })
  assert.equal(kept.get(7, 'reply').text, 'Dear Jane')
})

test('files that do not fit are named, the others go', () => {
  const small = (name: string) => ({ name, sizeBytes: 10 })
  const large = { name: 'film.mp4', sizeBytes: 40 * 1024 * 1024 + 1 }
  assert.deepEqual(checkFiles([small('a'), large, small('b'), small('c')], 13), {
    taken: [small('a'), small('b')],
    problems: [{ kind: 'tooLarge', name: 'film.mp4' }, { kind: 'tooMany' }],
  })
})
