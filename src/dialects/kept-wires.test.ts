import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Message } from '../model/message.ts'
import { createKeptWires, keptSerializer } from './kept-wires.ts'

const frozen = (id: number, attachments: unknown[] = []) => Object.freeze({ id, attachments }) as unknown as Message
const write = keptSerializer()

test('a kept message is put into words once, as long as what it is shown with stays the same', () => {
  const keep = createKeptWires<{ id: number; by: unknown }>()
  const message = frozen(1)
  const ann = {}
  let made = 0
  const show = (by: unknown, of = message) => keep(of, by, () => ({ id: of.id, by: ++made }))
  assert.equal(show(ann), show(ann))
  assert.notEqual(show(ann), show({}), 'somebody’s record that was read anew')
  assert.notEqual(show(ann, { ...message }), show(ann, { ...message }), 'a message that is not kept')
  const withFile = frozen(2, [{}])
  assert.notEqual(show(ann, withFile), show(ann, withFile), 'the address of a file changes with time')
})

test('answers are written as JSON.stringify writes them, kept messages in them or not', () => {
  const keep = createKeptWires<object>()
  const message = fc.dictionary(fc.string(), fc.jsonValue())
  const answer = fc.record({ head: fc.jsonValue(), list: fc.array(message), tail: fc.option(fc.jsonValue(), { nil: undefined }) })
  fc.assert(
    fc.property(answer, fc.boolean(), ({ head, list, tail }, isKept) => {
      const items = list.map((one, index) => (isKept ? keep(frozen(index), undefined, () => one) : one))
      for (const value of [{ head, list: items, tail }, { thread: { head, messages: { items, more: false } } }, items, head]) {
        assert.equal(write(value), JSON.stringify(value))
        assert.equal(write(value), JSON.stringify(value), 'the second time too')
      }
    }),
  )
})
