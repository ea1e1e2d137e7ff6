import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBacklog } from './backlog.ts'

const MB = 1024 * 1024

test('a client may leave a megabyte unread, and next to nothing while all together leave too much', () => {
  const backlog = createBacklog()
  const sockets = Array.from({ length: 64 }, () => ({}))
  assert.ok(!backlog.bears({}, MB + 1))
  const late = {}
  assert.ok(sockets.slice(0, 62).every((socket) => backlog.bears(socket, MB)))
  assert.ok(backlog.bears(late, MB - 1))
  assert.ok(!backlog.bears({}, MB), 'too much together')
  assert.ok(!backlog.bears(late, MB - 1))
  assert.ok(backlog.bears(late, 64 * 1024), 'what is on its way')
  for (const socket of sockets) backlog.forget(socket)
  assert.ok(backlog.bears(late, MB))
})
