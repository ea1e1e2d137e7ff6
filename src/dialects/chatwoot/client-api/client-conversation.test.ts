import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toClientMessage } from './client-conversation.ts'

test('a contact is not shown how far a message has come, nor why it failed', () => {
  const wire = {
    id: 1,
    content: 'Hello',
    status: 'failed',
    private: false,
    content_attributes: { items: [], external_error: 'No route to 10.0.0.7' },
  }
  assert.deepEqual(toClientMessage(wire), { id: 1, content: 'Hello', content_attributes: { items: [] } })
})
