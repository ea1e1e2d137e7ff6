import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action } from './actions.ts'
import { createKeyboard, type Stroke, showKeys } from './keys.ts'

const action = (id: string, keys: Action['keys'], more: Partial<Action> = {}): Action =>
  ({ id, group: 'conversation', words: id, keys, run: () => undefined, ...more }) as Action
const stroke = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  isTyping: false,
  isOnControl: false,
  ...more,
})

function keyboardOf(actions: readonly Action[], isOn = true) {
  const keyboard = createKeyboard(
    () => actions,
    () => isOn,
  )
  return (key: string, more: Partial<Stroke> = {}, now = 0) => {
    const called = keyboard.press(stroke(key, more), now)
    return typeof called === 'object' ? called.id : called
  }
}

test('a key calls what it stands for, but not while somebody types; with Control or Command it does then, too', () => {
  const press = keyboardOf([action('reply', 'r'), action('open', ['mod+k', 'p'])])
  assert.equal(press('r'), 'reply')
  assert.equal(press('r', { isTyping: true }), undefined)
  assert.equal(press('r', { ctrlKey: true }), undefined)
  assert.equal(press('r', { altKey: true }), undefined)
  assert.equal(press('R'), undefined)
  assert.equal(press('k', { metaKey: true, isTyping: true }), 'open')
  assert.equal(press('K', { ctrlKey: true }), 'open')
  assert.equal(press('p'), 'open')
  assert.equal(keyboardOf([action('reply', 'r'), action('open', 'mod+k')], false)('r'), undefined, 'single keys can be switched off')
})

test('two keys in a row are one call, if the second comes soon; what else is pressed in between counts by itself', () => {
  const press = keyboardOf([action('inbox', 'g i'), action('faces', 'g f'), action('find', 'f')])
  assert.equal(press('g'), 'waiting')
  assert.equal(press('Shift', {}, 100), undefined)
  assert.equal(press('i', {}, 200), 'inbox')
  assert.equal(press('i', {}, 300), undefined)
  assert.equal(press('g', {}, 400), 'waiting')
  assert.equal(press('f', {}, 1900), 'find', 'too late')
  assert.equal(press('g', {}, 2000), 'waiting')
  assert.equal(press('x', {}, 2100), undefined)
  assert.equal(press('i', {}, 2200), undefined)
})

test('the newest offer has the key, unless it cannot be done just now', () => {
  let isOffered = true
  const press = keyboardOf([action('older', 'e'), action('newer', 'e', { isOffered: () => isOffered })])
  assert.equal(press('e'), 'newer')
  isOffered = false
  assert.equal(press('e'), 'older')
})

test('a key held down goes on through a list and does nothing else twice; Enter presses what has the focus', () => {
  const press = keyboardOf([action('next', 'j', { group: 'list' }), action('resolve', 'e'), action('enter', 'Enter')])
  assert.equal(press('j', { repeat: true }), 'next')
  assert.equal(press('e', { repeat: true }), undefined)
  assert.equal(press('Enter'), 'enter')
  assert.equal(press('Enter', { isOnControl: true }), undefined)
})

test('keys are shown as they stand on the keyboard', () => {
  assert.deepEqual(showKeys('mod+k', false), [['Ctrl', 'K']])
  assert.deepEqual(showKeys('mod+Enter', true), [['⌘', 'Enter']])
  assert.deepEqual(showKeys('g i', false), [['G'], ['I']])
  assert.deepEqual(showKeys('?', false), [['?']])
})
