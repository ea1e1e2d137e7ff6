import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginsFolded, diffPointers, toPath, toRuns, toTree } from './json-tree.ts'

const body = { payload: [{ id: 7, content: 'Hello', sender: { name: 'Ann', tags: [] }, extra: { a: 1 } }] }
const concepts = { text: ['/payload/0/content'], author: ['/payload/0/sender/name'] }

test('the part that is shown is a tree that knows what the others say, too, and begins with the rest folded', () => {
  const tree = toTree(body, '/payload/0', concepts)
  const [id, content, sender, extra] = tree.children
  assert.deepEqual([id?.pointer, id?.key, id?.speaks], ['/payload/0/id', 'id', false])
  assert.deepEqual([content?.concept, content?.speaks, beginsFolded(content as never)], ['text', true, false])
  assert.deepEqual([sender?.concept, sender?.speaks, beginsFolded(sender as never)], [undefined, true, false])
  assert.deepEqual([extra?.speaks, beginsFolded(extra as never)], [false, true])
  assert.equal(sender?.children[1]?.children.length, 0)
  assert.equal(toTree(null, '', {}).value, null)
})

test('a pointer reads as one would write the path', () => {
  assert.equal(toPath(''), '')
  assert.equal(toPath('/thread/messages/items/0'), 'thread.messages.items[0]')
  assert.equal(toPath('/0/a'), '[0].a')
})

test('what has changed is named by the smallest part of it', () => {
  assert.deepEqual(diffPointers(body, structuredClone(body)), [])
  assert.deepEqual(diffPointers({ a: 1, b: { c: 2, d: [] } }, { a: 1, b: { c: 3, d: [] }, e: null }), ['/b/c', '/e'])
  assert.deepEqual(diffPointers({ a: [] }, { a: [{ b: 1 }] }), ['/a/0'])
  assert.deepEqual(diffPointers({ a: [1, 2] }, { a: [] }), ['/a'])
  assert.deepEqual(diffPointers({ a: {} }, { a: {} }), [])
  assert.deepEqual(diffPointers(null, { a: 1 }), [''])
})

test('those in a row that speak of nothing become one line, few of them do not', () => {
  const { children } = toTree({ a: 1, b: 2, text: 'x', c: 1, d: 2, e: 3 }, '', { text: ['/text'] })
  const names = toRuns(children).map((run) => ('length' in run ? run.map(({ key }) => key) : run.key))
  assert.deepEqual(names, ['a', 'b', 'text', ['c', 'd', 'e']])
})
