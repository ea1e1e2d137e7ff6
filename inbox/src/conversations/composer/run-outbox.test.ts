import assert from 'node:assert/strict'
import { mock, type TestContext, test } from 'node:test'
import { ApiError } from '../../api/api-error.ts'
import type { Message } from '../../api/wire.ts'
import { message } from '../thread/window/fake-messages.ts'
import { entryStore } from './entry-store.ts'
import { memoryStorage } from './memory-storage.ts'
import { type OutboxEntry, shownEntries, type Wanted } from './outbox.ts'
import { type OutboxParts, runOutbox } from './run-outbox.ts'

mock.timers.enable({ apis: ['setTimeout'] })

const me = { id: 3 }
const wanted = (text: string, more: Partial<Wanted> = {}): Wanted => ({
  conversationId: 7,
  text,
  private: false,
  parent: null,
  files: [],
  ...more,
})
const offline = () => new ApiError('Nobody answers.', { code: 'offline', status: 0 })
const refusal = () => new ApiError('A message holds at most 150,000 characters.', { code: 'message_too_long', status: 422 })

/** A server that keeps one message for each key, and answers, or fails before or after it has kept it, as it is told. */
function start(t: TestContext, storage = memoryStorage(), files: OutboxParts['files'] = noFiles(), day = 1) {
  const kept = new Map<string, Message>()
  const calls: { entry: OutboxEntry; files: readonly File[]; answer: (how?: 'before' | 'after' | ApiError) => void }[] = []
  let key = 0
  const outbox = runOutbox({
    entries: entryStore(storage, 'outbox.'),
    files,
    send: (entry, files, { signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(offline()))
        calls.push({
          ...{ entry, files },
          answer(how) {
            if (how === 'before') return reject(offline())
            if (how instanceof ApiError) return reject(how)
            const seq = kept.get(entry.key)?.seq ?? kept.size + 1
            const author = { kind: 'member', id: me.id, name: 'Anna' } as const
            kept.set(entry.key, message(seq, { author, text: entry.text, direction: 'outbound' }))
            if (how === 'after') reject(offline())
            else resolve(kept.get(entry.key) as Message)
          },
        })
      }),
    now: () => new Date(Date.UTC(2026, 2, day, 12)),
    newKey: () => `key-${++key}`,
    words: { filesLost: 'The files were lost.', cancelled: 'You stopped it.', old: 'It is old.' },
  })
  t.after(outbox.close)
  const states = () => outbox.entries.value.map(({ text, state }) => `${text} ${state}`)
  const answer = async (how?: 'before' | 'after' | ApiError) => {
    calls.shift()?.answer(how)
    await settled()
  }
  return { outbox, storage, kept, calls, states, answer }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))
function noFiles(): OutboxParts['files'] {
  return { get: async () => undefined, put: async () => {}, remove: async () => {} }
}

test('messages of one conversation go out one after another, those of others beside them', async (t) => {
  const { outbox, calls, states, answer } = start(t)
  outbox.add(wanted('one'), [], 0)
  outbox.add(wanted('two'), [], 0)
  outbox.add(wanted('elsewhere', { conversationId: 8 }), [], 0)
  assert.deepEqual(
    calls.map(({ entry }) => entry.text),
    ['one', 'elsewhere'],
  )
  assert.deepEqual(states(), ['one sending', 'two waiting', 'elsewhere sending'])
  await answer()
  assert.deepEqual(
    calls.map(({ entry }) => entry.text),
    ['elsewhere', 'two'],
  )
  await answer()
  await answer()
  assert.deepEqual(states(), ['one sent', 'two sent', 'elsewhere sent'])
})

test('one that nobody answered goes out again by itself, under its key, and is stored once', async (t) => {
  const { outbox, kept, calls, states, answer } = start(t)
  outbox.add(wanted('one'), [], 0)
  outbox.add(wanted('two'), [], 0)
  await answer('after')
  assert.deepEqual([states(), calls.length], [['one waiting', 'two waiting'], 0])
  mock.timers.tick(1_000)
  await answer('before')
  outbox.wake()
  assert.equal(calls[0]?.entry.key, 'key-1')
  await answer()
  await answer()
  assert.deepEqual([...kept.keys()], ['key-1', 'key-2'])
  assert.deepEqual(states(), ['one sent', 'two sent'])
})

test('what is refused says why and holds nobody up; it goes out again, or is given back', async (t) => {
  const { outbox, storage, calls, states, answer } = start(t)
  outbox.add(wanted('one'), [], 0)
  outbox.add(wanted('two'), [], 0)
  await answer(refusal())
  assert.deepEqual(states(), ['one refused', 'two sending'])
  assert.equal(outbox.entries.value[0]?.problem, 'A message holds at most 150,000 characters.')
  await answer()
  outbox.retry('key-1')
  assert.equal(calls[0]?.entry.key, 'key-1')
  await answer(refusal())
  assert.equal((await outbox.discard('key-1'))?.entry.text, 'one')
  assert.equal(storage.length, 0)
})

test('what was not sent outlasts a reload, under its key', async (t) => {
  const first = start(t)
  first.outbox.add(wanted('one'), [], 0)
  first.outbox.add(wanted('two'), [], 0)
  await first.answer('after')
  first.outbox.close()
  const second = start(t, first.storage)
  assert.deepEqual(second.states(), ['one sending', 'two waiting'])
  assert.equal(second.calls[0]?.entry.key, 'key-1')
})

test('what may have been sent days ago does not go out by itself', async (t) => {
  const first = start(t)
  first.outbox.add(wanted('one'), [], 0)
  first.outbox.add(wanted('two'), [], 0)
  await first.answer('after')
  first.outbox.close()
  const later = start(t, first.storage, noFiles(), 4)
  assert.deepEqual([later.states(), later.outbox.entries.value[0]?.problem], [['one refused', 'two sending'], 'It is old.'])
})

test('files outlast it where the browser keeps them; else it is said that they are lost, and the text stays', async (t) => {
  const photo = new File(['x'], 'photo.png')
  const facts = [{ name: 'photo.png', sizeBytes: 1, mediaType: 'image/png' }]
  const shelf = new Map<string, File[]>()
  const keeping: OutboxParts['files'] = {
    get: async (key) => shelf.get(key),
    put: async (key, files) => void shelf.set(key, [...files]),
    remove: async (key) => void shelf.delete(key),
  }
  const first = start(t, memoryStorage(), keeping)
  first.outbox.add(wanted('See', { files: facts }), [photo], 0)
  await settled()
  await first.answer('before')
  first.outbox.close()

  const lost = start(t, memoryStorage(first.storage))
  await settled()
  assert.deepEqual([lost.states(), lost.outbox.entries.value[0]?.problem], [['See refused'], 'The files were lost.'])

  const second = start(t, first.storage, keeping)
  await settled()
  assert.equal(second.calls[0]?.files[0]?.name, 'photo.png')
  await second.answer()
  assert.equal(shelf.size, 0)
})

test('breaking off an upload leaves the message with whoever wrote it', async (t) => {
  const { outbox, states } = start(t)
  outbox.add(wanted('one'), [], 0)
  outbox.cancel('key-1')
  await settled()
  assert.deepEqual([states(), outbox.entries.value[0]?.problem], [['one refused'], 'You stopped it.'])
})

test('a message that is told before its answer comes is not shown twice, nor taken for an older one with the same words', async (t) => {
  const { outbox, answer } = start(t)
  const author = { kind: 'member', id: me.id, name: 'Anna' } as const
  const ok = (seq: number) => message(seq, { author, text: 'ok', direction: 'outbound' })
  const shown = (...messages: Message[]) => {
    const window = { messages, to: messages.at(-1)?.seq ?? 0 }
    return shownEntries(outbox.entries.value, { conversationId: 7, me, window, settled: outbox.settled.value }).entries.map(
      ({ key }) => key,
    )
  }
  outbox.add(wanted('ok'), [], 0)
  outbox.add(wanted('ok'), [], 0)
  assert.deepEqual(shown(), ['key-1', 'key-2'])
  assert.deepEqual(shown(ok(1)), ['key-2'])
  await answer()
  assert.deepEqual(shown(), ['key-1', 'key-2'])
  assert.deepEqual(shown(ok(1)), ['key-2'])
  assert.deepEqual(shown(ok(1), ok(2)), [])
  await answer()
  assert.deepEqual(shown(ok(1), ok(2)), [])
  outbox.add(wanted('ok'), [], 2)
  assert.deepEqual(shown(ok(1), ok(2)), ['key-3'])
})

test('what another tab has sent or discarded is not sent from this one; what is under way waits for its answer', async (t) => {
  const { outbox, states, answer, calls } = start(t)
  const [first, second] = ['one', 'two'].map((text) => outbox.add(wanted(text), [], 0))
  outbox.forget(first?.key ?? '')
  outbox.forget(second?.key ?? '')
  assert.deepEqual(states(), ['one sending'])
  await answer()
  assert.deepEqual([states(), calls.length], [['one sent'], 0])
})
