import type { Dialect } from '../../ui/apis.ts'
import { type Call, fill, type Ids, type Recipe } from './recipe.ts'

/** What every program says first. */
export const GREETING = 'Hello from my program'

/** The three vendors of one family ask for the same; of their answers a program reads the same. */
const family: Recipe = {
  secrets: ['token'],
  headers: { api_access_token: '$token' },
  list: (ids) => ({
    method: 'GET',
    path: familyPath(ids),
    answer: { type: '{ payload: { id: number; content: string | null }[] }', list: 'answer.payload', says: 'message.id, message.content' },
  }),
  send: (ids) => ({
    method: 'POST',
    path: familyPath(ids),
    body: { content: GREETING, message_type: 'outgoing' },
    answer: { type: '{ id: number }', says: 'answer.id' },
  }),
}

const ondi: Recipe = {
  secrets: ['token'],
  headers: { Authorization: 'Bearer $token' },
  list: (ids) => ({
    method: 'GET',
    path: `/messaging/conversations/${fill(ids, 'conversationId')}/messages`,
    answer: { type: '{ messages: { id: string; content: string }[] }', list: 'answer.messages', says: 'message.id, message.content' },
  }),
  send: (ids) => ({
    method: 'POST',
    path: `/messaging/conversations/${fill(ids, 'conversationId')}/messages`,
    body: { content: GREETING },
    answer: { type: '{ data: { id: string } }', says: 'answer.data.id' },
  }),
}

const mews: Recipe = {
  secrets: ['clientToken', 'accessToken'],
  headers: {},
  list: (ids) =>
    mewsCall(
      ids,
      'messages/getAll',
      { MessageThreadIds: [fill(ids, 'messageThreadId')], Limitation: { Count: 20 } },
      {
        type: '{ Messages: { Id: string; Text: string }[] }',
        list: 'answer.Messages',
        says: 'message.Id, message.Text',
        empty: '{ Messages: [] }',
      },
    ),
  send: (ids) =>
    mewsCall(
      ids,
      'messages/add',
      { Messages: [{ MessageThreadId: fill(ids, 'messageThreadId'), Text: GREETING }] },
      { type: '{ Messages: { Message: { Id: string } }[] }', says: 'answer.Messages[0]?.Message.Id' },
    ),
}

const tidysupport: Recipe = {
  secrets: ['apiKey'],
  headers: { Authorization: 'Bearer $apiKey' },
  list: (ids) => ({
    method: 'GET',
    path: tidyPath(ids),
    answer: {
      type: '{ thread: { messages: { items: { id: string; contentText: string | null }[] } } }',
      list: 'answer.thread.messages.items',
      says: 'message.id, message.contentText',
    },
  }),
  send: (ids) => ({
    method: 'POST',
    path: tidyPath(ids),
    body: { contentText: GREETING },
    answer: { type: '{ message: { id: string } }', says: 'answer.message.id' },
  }),
}

const parley: Recipe = {
  secrets: ['token'],
  headers: { Authorization: 'Bearer $token' },
  list: (ids) => ({
    method: 'GET',
    path: `/v1/conversations/${fill(ids, 'conversationId')}/messages`,
    answer: { type: '{ messages: { seq: number; text: string | null }[] }', list: 'answer.messages', says: 'message.seq, message.text' },
  }),
  send: (ids) => ({
    method: 'POST',
    path: `/v1/conversations/${fill(ids, 'conversationId')}/messages`,
    body: { text: GREETING },
    answer: { type: '{ id: number; seq: number }', says: 'answer.seq' },
  }),
}

/** How each vendor's clients speak, by the name of the API. */
export const RECIPES: Readonly<Record<Dialect, Recipe>> = {
  chatwoot: family,
  ndoto: family,
  '99digital': family,
  ondi,
  mews,
  tidysupport,
  parley,
}

function familyPath(ids: Ids): string {
  return `/api/v1/accounts/${fill(ids, 'accountId')}/conversations/${fill(ids, 'conversationId')}/messages`
}

function tidyPath(ids: Ids): string {
  return `/v1/workspaces/${fill(ids, 'workspaceId')}/support/inbox/conversations/${fill(ids, 'conversationId')}/messages`
}

function mewsCall(ids: Ids, operation: string, body: Call['body'], answer: Call['answer']): Call {
  const credentials = { ClientToken: '$clientToken', AccessToken: '$accessToken', Client: fill(ids, 'client') }
  return { method: 'POST', path: `/api/connector/v1/${operation}`, body: { ...credentials, ...body }, answer }
}
