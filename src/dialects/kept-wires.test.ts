import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Message } from '../model/message.ts'
import { createKeptWires, keptSerializer } from './kept-wires.ts'

const frozen = (id: number, attachments: unknown[] = []) => Object.freeze({ id, attachments }) as unknown as Message
const write = keptSerializer()

test('a kept page is put into words once, as long as what it is shown with stays the same', () => {
  const keep = createKeptWires<{ id: number; made: number }>()
  const [one, two, three] = [frozen(1), frozen(2), frozen(3)]
  const ann = {}
  let made = 0
  const show = (messages: Message[], by: (message: Message) => unknown = () => ann) =>
    keep(messages, by, (message) => ({ id: message.id, made: ++made }))
  assert.equal(show([one, two]), show([one, two]))
  assert.notEqual(show([one, two]), show([one, two, three]), 'a longer page')
  assert.notEqual(show([one, two]), show([one, frozen(2)]), 'another message that looks the same')
  const page = show([one, two])
  assert.notEqual(
    page,
    show([one, two], (message) => (message === two ? {} : ann)),
    'somebody’s record that was read anew',
  )
  assert.notEqual(show([{ ...one }]), show([{ ...one }]), 'a message that is not kept')
  const withFile = frozen(4, [{}])
  assert.notEqual(show([one, withFile]), show([one, withFile]), 'the address of a file changes with time')
  assert.deepEqual(show([]), [])
})

test('answers are written as JSON.stringify writes them, kept pages in them or not', () => {
  const keep = createKeptWires<object>()
  const message = fc.dictionary(fc.string(), fc.jsonValue())
  const answer = fc.record({ head: fc.jsonValue(), list: fc.array(message), tail: fc.option(fc.jsonValue(), { nil: undefined }) })
  fc.assert(
    fc.property(answer, fc.boolean(), ({ head, list, tail }, isKept) => {
      const page = list.map((_one, index) => (isKept ? frozen(index) : ({ id: index, attachments: [] } as unknown as Message)))
      const items = keep(
        page,
        () => undefined,
        ({ id }) => list[id] as object,
      )
      for (const value of [{ head, list: items, tail }, { thread: { head, messages: { items, more: false } } }, items, head]) {
        assert.equal(write(value), JSON.stringify(value))
        assert.equal(write(value), JSON.stringify(value), 'the second time too')
      }
    }),
  )
})
