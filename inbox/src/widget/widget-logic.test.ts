import assert from 'node:assert/strict'
import { test } from 'node:test'
import { initialsOf, linkify, teamLine } from './format.ts'
import { createKeep } from './keep.ts'
import { inkOn } from './look.ts'
import { readOptions } from './options.ts'
import { readStream, type StreamEvent } from './read-stream.ts'
import { answerText, readRich } from './rich.ts'
import { fromKept, markThere, mergeMessages, outgoing, toKept, unreadThrough } from './state.ts'
import type { Message } from './wire.ts'
import { chooseWords, english, say } from './words.ts'

const message = (seq: number, of: Partial<Message> = {}) =>
  ({
    id: seq * 10,
    seq,
    direction: 'outbound',
    private: false,
    text: 'Hello',
    attachments: [],
    deletedAt: null,
    ...of,
  }) as unknown as Message

test('messages stand by seq, each as it was told last; a note would not be shown even if it came', () => {
  const merged = mergeMessages(
    [message(2), message(1)],
    [message(3), message(2, { text: 'Edited' }), message(4, { private: true, text: 'Room 204' })],
  )
  assert.deepEqual(
    merged.map(({ seq, text }) => [seq, text]),
    [
      [1, 'Hello'],
      [2, 'Edited'],
      [3, 'Hello'],
    ],
  )
  assert.equal(unreadThrough(merged, 2), 3)
  assert.equal(unreadThrough(merged, 3), 0)
  assert.equal(unreadThrough([message(1), message(2, { direction: 'inbound' })], 1), 0)
})

test('what is on its way is not shown twice when the stream is faster than the answer', () => {
  const box = [{ ...outgoing('a', 'Hello', []), state: 'sending' as const }, outgoing('b', 'Hello', [])]
  const marked = markThere(box, message(1, { direction: 'inbound', text: 'Hello' }))
  assert.deepEqual(
    marked.map(({ isThere }) => isThere),
    [true, false],
  )
  assert.equal(markThere(box, message(1)), box)
})

test('the outbox is kept as texts with their keys, and whatever else lies there is passed over', () => {
  const kept = toKept([outgoing('a', 'Hello', [], 7), outgoing('b', '', [new File(['x'], 'x.txt')])])
  assert.deepEqual(kept, [{ key: 'a', text: 'Hello', parentId: 7 }])
  assert.deepEqual(
    fromKept(kept).map(({ key, state, parentId }) => [key, state, parentId]),
    [['a', 'waiting', 7]],
  )
  for (const nonsense of [undefined, 'x', [null, 3, { key: 1 }]]) assert.deepEqual(fromKept(nonsense), [])
})

test('without a store, or with a full one, what is remembered lasts as long as the page', () => {
  for (const storage of [
    () => {
      throw new Error('forbidden')
    },
    () => ({ getItem: () => null, setItem: () => assert.fail('full'), removeItem: () => {} }),
  ]) {
    const keep = createKeep('c', storage)
    keep.set('token', 'secret')
    assert.equal(keep.get('token'), 'secret')
    keep.clear()
    assert.equal(keep.get('token'), undefined)
  }
})

test('the script tag says how the widget is to be; what is none of that is as the channel says', () => {
  const data = { channel: 'abc', colour: '#0A7D5B', position: 'middle', theme: 'dark', name: 'Rosa', texts: '{"send":"Los","nonsense":1}' }
  const options = readOptions(data, 'https://chat.example/widget.js?v=1')
  assert.deepEqual(options?.look, { colour: '#0A7D5B', theme: 'dark' })
  assert.deepEqual([options?.base, options?.identity], ['https://chat.example', { name: 'Rosa' }])
  const words = chooseWords({ send: 'Ab', close: 'Zu' }, options?.texts)
  assert.deepEqual([words.send, words.close, words.attach], ['Los', 'Zu', english.attach])
  assert.equal(readOptions({}, 'https://chat.example/widget.js'), undefined)
  assert.equal(readOptions({ channel: 'a', texts: '{' }, 'https://chat.example/widget.js')?.texts, undefined)
})

test('web addresses in a text are links, and nothing else is', () => {
  assert.deepEqual(linkify('See https://a.example/x?y=1). And javascript:alert(1) http://'), [
    { text: 'See ' },
    { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
    { text: '). And javascript:alert(1) http://' },
  ])
  assert.deepEqual(linkify('<img src=x onerror=alert(1)>'), [{ text: '<img src=x onerror=alert(1)>' }])
})

test('what is written on the colour can be read', () => {
  assert.deepEqual([inkOn('#0e6b62'), inkOn('#ffd24a'), inkOn('#000000'), inkOn('#ffffff')], ['#ffffff', '#10201d', '#ffffff', '#10201d'])
})

test('the team is named as it is', () => {
  assert.equal(teamLine({ online: true, names: ['Ann Miller'] }, english), 'Ann is here')
  assert.equal(teamLine({ online: true, names: ['Ann Miller', 'Bob Stone'] }, english), 'Ann and Bob are here')
  assert.equal(teamLine({ online: false, names: [] }, english), english.away)
  assert.deepEqual([initialsOf('Ann Miller'), initialsOf(' Åsa '), initialsOf('')], ['AM', 'Å', ''])
  assert.equal(say('{name} is {what}', { name: 'Ann' }), 'Ann is {what}')
})

test('rich messages are read as far as they can be shown', () => {
  assert.deepEqual(readRich({ contentType: 'input_select', attributes: { items: [{ title: 'Yes', value: 'y' }, {}, 3] } }), {
    kind: 'choices',
    choices: [{ title: 'Yes', value: 'y' }],
  })
  const cards = readRich({
    contentType: 'cards',
    attributes: {
      items: [
        {
          title: 'Room',
          actions: [
            { type: 'link', text: 'See', uri: 'javascript:alert(1)' },
            { type: 'link', text: 'Book', uri: 'https://a.example' },
          ],
        },
      ],
    },
  })
  assert.deepEqual(cards?.kind === 'cards' && cards.cards[0]?.links, [{ text: 'Book', href: 'https://a.example' }])
  const form = readRich({
    contentType: 'form',
    attributes: {
      items: [
        { name: 'when', label: 'When?', type: 'date' },
        { name: 'x', type: 'image' },
      ],
    },
  })
  assert.ok(form?.kind === 'form')
  assert.deepEqual(
    form.fields.map(({ type }) => type),
    ['date', 'text'],
  )
  assert.equal(answerText(form.fields, { when: '2026-12-01', x: ' ' }), 'When?: 2026-12-01')
  for (const attributes of [{}, { items: 'x' }, { items: [] }]) assert.equal(readRich({ contentType: 'form', attributes }), undefined)
  assert.equal(readRich({ contentType: 'text', attributes: { items: [{ title: 'Yes' }] } }), undefined)
})

test('the stream is read however it is cut', async () => {
  const text = 'retry: 1000\nid: 41\nevent: ready\ndata: {"position":41}\n\n: beat\nid: 42\n\nevent: typing\ndata: {"on":true}\n\n'
  for (const size of [1, 7, text.length]) {
    const bytes = new TextEncoder().encode(text)
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
        controller.close()
      },
    })
    const events: StreamEvent[] = []
    await readStream(
      body,
      (event) => events.push(event),
      () => {},
    )
    assert.deepEqual(
      events.map(({ id, name, data }) => [id, name, data]),
      [
        ['41', 'ready', '{"position":41}'],
        ['42', '', ''],
        [undefined, 'typing', '{"on":true}'],
      ],
    )
  }
})
