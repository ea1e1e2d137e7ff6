import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitFor } from '../../../../test/wait-for.ts'
import type { Api, Query } from '../../api/client.ts'
import { createSearch, toSnippet } from './search.ts'

const said = (text: string, query: string) =>
  toSnippet(text, query)
    .map((piece) => (piece.isMatch ? `[${piece.text}]` : piece.text))
    .join('')

test('a snippet shows the words that were found, wherever in a text they are', () => {
  assert.equal(said('The Late check-out is late', 'late'), 'The [Late] check-out is [late]')
  assert.equal(said('one\n two', ''), 'one two')
  assert.equal(said('costs (5) $', '(5)'), 'costs [(5)] $')
  const long = said(`${'word '.repeat(100)}needle ${'more '.repeat(100)}`, 'needle')
  assert.match(long, /^…word .*\[needle\] more/)
  assert.ok(long.length < 200)
  assert.equal(said('nothing of it', 'needle'), 'nothing of it')
})

test('only the last of what was typed is searched for, and what it finds goes on where the page ended', async () => {
  const asked: [path: string, query: Query][] = []
  const message = (id: number) => ({ id, conversationId: 1, text: `m${id}` })
  const get = async (path: string, query: Query) => {
    asked.push([path, query])
    if (path === '/contacts') return { contacts: [{ id: 9 }] }
    const id = query.before === undefined ? 30 : 20
    return { messages: [message(id)], conversations: [{ id: 1 }], nextBefore: id === 30 ? 30 : null }
  }
  const search = createSearch({ get } as unknown as Api)
  for (const text of ['l', 'la', 'late ']) search.type(text)
  await waitFor(() => search.phase.value === 'ready')
  assert.deepEqual(
    asked.map(([path, query]) => [path, query.search ?? query.q]),
    [
      ['/contacts', 'late'],
      ['/search/messages', 'late'],
    ],
  )
  assert.deepEqual([search.contacts.value.length, search.hasMore.value], [1, true])
  await search.loadMore()
  assert.deepEqual(
    search.messages.value.map((one) => one.message.id),
    [30, 20],
  )
  assert.equal(search.hasMore.value, false)
})
