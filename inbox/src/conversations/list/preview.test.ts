import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '../../api/wire.ts'
import { toPreview } from './preview.ts'
import { formatShort, formatWait } from './short-time.ts'

function message(more: object): Message {
  const author = { kind: 'contact', id: 5, name: 'Jane Doe' }
  return { direction: 'inbound', private: false, author, text: 'Hello', attachments: [], deletedAt: null, ...more } as unknown as Message
}

test('a preview says who wrote where that is not the customer, and tells notes, replies and what was deleted apart', () => {
  const ann = { kind: 'member', id: 7, name: 'Ann Home' }
  const rows: [given: Message | null, expected: ReturnType<typeof toPreview>][] = [
    [null, { kind: 'none', who: null, text: '', files: 0 }],
    [message({ text: ' One\n\n two ' }), { kind: 'inbound', who: null, text: 'One two', files: 0 }],
    [message({ direction: 'outbound', author: ann }), { kind: 'outbound', who: 'me', text: 'Hello', files: 0 }],
    [message({ direction: 'outbound', author: { ...ann, id: 8 } }), { kind: 'outbound', who: 'Ann', text: 'Hello', files: 0 }],
    [message({ direction: 'outbound', private: true, author: ann }), { kind: 'note', who: 'me', text: 'Hello', files: 0 }],
    [message({ text: null, attachments: [{}, {}] }), { kind: 'inbound', who: null, text: '', files: 2 }],
    [message({ text: null, deletedAt: '2026' }), { kind: 'deleted', who: null, text: '', files: 0 }],
  ]
  for (const [given, expected] of rows) assert.deepEqual(toPreview(given, 7), expected)
  assert.ok(toPreview(message({ text: 'x'.repeat(100_000) }), 7).text.length <= 140)
})

test('times are as short as they are clear', () => {
  const now = new Date(2026, 10, 18, 15, 0).getTime()
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
  assert.deepEqual([formatShort(ago(0.5), now), formatShort(ago(12), now)], ['now', '12 min'])
  assert.match(formatShort(ago(200), now), /11[:.]40/)
  assert.equal(formatShort(ago(60 * 24 * 2), now), new Intl.DateTimeFormat(undefined, { weekday: 'short' }).format(now - 2 * 86_400_000))
  assert.deepEqual([formatWait(ago(0), now), formatWait(ago(130), now), formatWait(ago(60 * 72), now)], ['1 min', '2 h', '3 d'])
})
