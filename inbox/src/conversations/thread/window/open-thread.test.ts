import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../../../api/api-error.ts'
import type { Api, Query } from '../../../api/client.ts'
import type { Message, Participant } from '../../../api/wire.ts'
import { message, messageEvent, pageOf } from './fake-messages.ts'
import { openThread } from './open-thread.ts'

const anna = { kind: 'member', id: 3, name: 'Anna' } as const

/** A conversation at a server that answers when it is let. */
function serve(count: number, lastReadSeq = count) {
  const log = Array.from({ length: count }, (_, index) => message(index + 1))
  const asked: string[] = []
  let gate: Promise<void> = Promise.resolve()
  let failure: ApiError | undefined
  const participants = [{ author: anna, role: 'member', joinedAt: '', leftAt: null, lastReadSeq }] as Participant[]
  const get = async (path: string, query?: Query) => {
    asked.push(`${path.split('/').at(-1)} ${new URLSearchParams(query as Record<string, string>)}`)
    // Read when it is asked, answered later.
    const page = path.endsWith('/messages')
      ? pageOf(
          log.map((one) => ({ ...one })),
          query as Parameters<typeof pageOf>[1],
        )
      : undefined
    const lastSeq = log.length
    await gate
    if (failure) throw failure
    return page ?? (path.endsWith('/participants') ? { participants } : { id: 7, lastSeq, status: 'open' })
  }
  const thread = openThread({ api: { get } as unknown as Api, conversationId: 7, me: anna })
  return {
    ...{ log, asked, thread },
    seqs: () => thread.window.value.messages.map(({ seq }) => seq),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return resolve
    },
    fail(error: ApiError | undefined) {
      failure = error
    },
    say(more: Partial<Message> = {}) {
      const said = message(log.length + 1, more)
      log.push(said)
      thread.hear(messageEvent('message.created', said))
      return said
    },
  }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a long conversation opens at its newest, with one page', async () => {
  const { thread, seqs, asked } = serve(100_000)
  await thread.open()
  assert.deepEqual([seqs()[0], seqs().at(-1), seqs().length], [99_941, 100_000, 60])
  assert.equal(asked.filter((one) => one.startsWith('messages')).length, 1)
  assert.deepEqual([thread.phase.value, thread.target.value, thread.firstNewSeq.value], ['ready', { to: 'end' }, null])
})

test('it opens where one has read to, or at the message asked for, and goes on both ways from there', async () => {
  const unread = serve(1000, 500)
  await unread.thread.open()
  assert.deepEqual([unread.thread.firstNewSeq.value, unread.thread.target.value], [501, { to: 'seq', seq: 501, isMarked: false }])
  assert.ok(unread.seqs().includes(500) && unread.seqs().includes(502))

  const { thread, seqs } = serve(1000)
  await thread.open(40)
  assert.deepEqual(thread.target.value, { to: 'seq', seq: 40, isMarked: true })
  await thread.loadOlder()
  assert.equal(seqs()[0], 1)
  const end = seqs().at(-1) ?? 0
  await thread.loadNewer()
  assert.deepEqual(seqs().slice(end - 1, end + 2), [end, end + 1, end + 2])
  await thread.goToEnd()
  assert.equal(seqs().at(-1), 1000)
})

test('what is told while a page is on its way is on top of it', async () => {
  const { thread, seqs, say, log, hold } = serve(100)
  await thread.open()
  const release = hold()
  const older = thread.loadOlder()
  say()
  Object.assign(log[98] as Message, { text: 'Edited' })
  thread.hear(messageEvent('message.updated', log[98] as Message))
  release()
  await older
  assert.deepEqual([seqs()[0], seqs().at(-1), seqs().length], [1, 101, 101])
  assert.equal(thread.window.value.messages[98]?.text, 'Edited')

  const again = hold()
  const refreshed = thread.refresh()
  Object.assign(log[98] as Message, { text: 'Edited again' })
  thread.hear(messageEvent('message.updated', log[98] as Message))
  say()
  again()
  await refreshed
  assert.equal(thread.window.value.messages.find(({ seq }) => seq === 99)?.text, 'Edited again')
  assert.equal(seqs().at(-1), 102)
})

test('a message that was not told is read before the one behind it is shown', async () => {
  const { thread, seqs, say, log } = serve(10)
  await thread.open()
  log.push(message(11))
  say()
  await settled()
  assert.deepEqual(seqs().slice(-3), [10, 11, 12])
})

test('away from the end, what arrives is counted and not shown until one goes there', async () => {
  const { thread, seqs, say } = serve(1000)
  await thread.open(40)
  const end = seqs().at(-1)
  say()
  await settled()
  assert.deepEqual([seqs().at(-1), thread.window.value.lastSeq], [end, 1001])
  await thread.goToEnd()
  assert.equal(seqs().at(-1), 1001)
})

test('a page that could not be read is asked for again, and one of another stretch is dropped', async () => {
  const { thread, seqs, fail, hold } = serve(1000)
  await thread.open()
  fail(new ApiError('Away', { code: 'offline', status: 0 }))
  await thread.loadOlder()
  assert.deepEqual([thread.pageProblem.value?.code, seqs().length], ['offline', 60])
  fail(undefined)
  await thread.loadOlder()
  assert.deepEqual([thread.pageProblem.value, seqs().length], [null, 120])

  const release = hold()
  const older = thread.loadOlder()
  const away = thread.goTo(10)
  release()
  await Promise.all([older, away])
  assert.equal(seqs()[0], 1)
  assert.ok(!seqs().includes(900))
})

test('after a gap in what is told, everything is read anew where one looks', async () => {
  const { thread, seqs, log } = serve(1000)
  await thread.open()
  await thread.goTo(500)
  thread.look(500)
  Object.assign(log[499] as Message, { text: 'Edited unheard' })
  await thread.refresh()
  assert.equal(thread.window.value.messages.find(({ seq }) => seq === 500)?.text, 'Edited unheard')
  thread.look(undefined)
  log.push(message(1001))
  await thread.refresh()
  assert.equal(seqs().at(-1), 1001)
})

test('one that cannot be opened says why, and opens when it can', async () => {
  const { thread, fail } = serve(10)
  fail(new ApiError('No such conversation.', { code: 'conversation_not_found', status: 404 }))
  await thread.open()
  assert.deepEqual([thread.phase.value, thread.problem.value?.message], ['failed', 'No such conversation.'])
  await thread.refresh()
  assert.equal(thread.phase.value, 'failed')
  fail(new ApiError('Away', { code: 'offline', status: 0 }))
  await thread.open()
  fail(undefined)
  await thread.refresh()
  assert.equal(thread.phase.value, 'ready')
})

test('others’ reading moves forward only, and a deleted conversation is said to be gone', async () => {
  const { thread } = serve(10, 4)
  await thread.open()
  const read = (lastReadSeq: number) => thread.hear(messageEvent('conversation.read', null, { data: { authorId: 3, lastReadSeq } }))
  read(8)
  read(6)
  assert.equal(thread.participants.value[0]?.lastReadSeq, 8)
  thread.hear(messageEvent('conversation.deleted', null, { conversationId: 8 }))
  assert.equal(thread.phase.value, 'ready')
  thread.hear(messageEvent('conversation.deleted', null))
  assert.equal(thread.phase.value, 'gone')
})
