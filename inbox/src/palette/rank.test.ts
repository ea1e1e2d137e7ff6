import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rank } from './rank.ts'

const find = (text: string, things: readonly string[]) => rank(text, things, (one) => one)

test('what begins with the text comes first, then what holds it, then what has its words; the rest is not found', () => {
  const things = ['Assign to somebody', 'Go to Inbox', 'Snooze until tomorrow', 'Inbox settings', 'Open the inbox of Jane']
  assert.deepEqual(find('inbox', things), ['Inbox settings', 'Go to Inbox', 'Open the inbox of Jane'])
  assert.deepEqual(find('jane inb', things), ['Open the inbox of Jane'])
  assert.deepEqual(find('nbox', things), [])
})

test('case, accents and marks do not matter, and no text finds everything as it was', () => {
  assert.deepEqual(find('zoe', ['Zoë Müller', 'Anna']), ['Zoë Müller'])
  assert.deepEqual(find('ÉCOLE', ['école']), ['école'])
  assert.deepEqual(find('  ', ['b', 'a']), ['b', 'a'])
  assert.deepEqual(find('#12', ['Conversation 12', 'Conversation 120', 'Conversation 7']), ['Conversation 12', 'Conversation 120'])
})
