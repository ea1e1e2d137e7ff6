import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPlace } from '../router.ts'
import { type Change, inverseOf, withChange } from './conversation-change.ts'
import { type Listed, toListed } from './conversations.ts'
import { readWorkPlace } from './work-place.ts'

const one = toListed({ id: 1, status: 'open', assigneeId: 7, labels: ['vip'], snoozedUntil: null, lastSeq: 3 } as unknown as Listed)

test('a change and its inverse leave a conversation as it was', () => {
  const until = '2026-11-23T09:00:00.000000Z'
  const changes: Change[] = [{ assigneeId: null }, { labels: [] }, { status: 'snoozed', snoozedUntil: until }, { status: 'resolved' }]
  for (const change of changes) {
    const after = withChange(one, change)
    assert.notDeepEqual(after, one)
    assert.deepEqual(withChange(after, inverseOf(one, change)), one, JSON.stringify(change))
  }
  const asleep = withChange(one, { status: 'snoozed', snoozedUntil: until })
  const resolved = withChange(asleep, { status: 'resolved' })
  assert.equal(resolved.snoozedUntil, null, 'only what is snoozed has an end of that')
  assert.deepEqual(withChange(resolved, inverseOf(asleep, { status: 'resolved' })), asleep)
})

test('an address names a conversation, a message in it, or what is known about it', () => {
  const read = (hash: string) => readWorkPlace(readPlace(hash))
  assert.deepEqual(read('#/conversations'), { conversationId: undefined, at: undefined, isDetails: false })
  assert.deepEqual(read('#/conversations/12?at=5'), { conversationId: 12, at: 5, isDetails: false })
  assert.deepEqual(read('#/conversations/12/details'), { conversationId: 12, at: undefined, isDetails: true })
  for (const hash of ['#/conversations/x', '#/conversations/0', '#/conversations/x/details'])
    assert.deepEqual(read(hash), { conversationId: undefined, at: undefined, isDetails: false }, hash)
})
