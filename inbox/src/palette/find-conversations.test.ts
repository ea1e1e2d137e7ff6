import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../api/api-error.ts'
import type { Api, Query } from '../api/client.ts'
import { findConversations } from './find-conversations.ts'

const conversation = (id: number, lastActivityAt: string) => ({ id, lastActivityAt })

/** Answers from what is given by address; what is not there is refused like to a driver. */
function apiOf(answers: Record<string, unknown>): { api: Pick<Api, 'get'>; asked: string[] } {
  const asked: string[] = []
  const get = async (path: string, query: Query = {}) => {
    const { include: _include, limit: _limit, ...rest } = query
    const address = `${path}?${new URLSearchParams(rest as Record<string, string>)}`
    asked.push(address)
    if (!(address in answers)) throw new ApiError('You are not allowed to do this.', { code: 'not_allowed', status: 403 })
    return answers[address]
  }
  return { api: { get: get as Api['get'] }, asked }
}

test('a number finds the conversation first, and then those of customers it is found in, each once, the latest before', async () => {
  const { api } = apiOf({
    '/conversations?number=12': { conversations: [conversation(5, '2026-01-01')] },
    '/contacts?search=%2312': { contacts: [{ id: 1 }, { id: 2 }] },
    '/conversations?contactId=1': { conversations: [conversation(5, '2026-01-01'), conversation(6, '2026-01-02')] },
    '/conversations?contactId=2': { conversations: [conversation(7, '2026-01-03')] },
  })
  assert.deepEqual(
    (await findConversations(api, ' #12 ')).map(({ id }) => id),
    [5, 7, 6],
  )
})

test('a name asks for no number, and who may see no customers finds what they may', async () => {
  const { api, asked } = apiOf({ '/conversations?number=7': { conversations: [conversation(1, '')] } })
  assert.deepEqual(await findConversations(api, 'jane 7'), [])
  assert.deepEqual(asked, ['/contacts?search=jane+7'])
  assert.equal((await findConversations(api, '7')).length, 1)
})
