import type { AccountAccess } from '../src/commands/describe-connections.ts'

/** One call of the README's conversation. In `path`, `headers` and `body`, `$NAME` stands for one of `VARIABLES`. */
export type Call = {
  text: string
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: Record<string, unknown>
}

/** What differs on every installation, and where in the demo account's part of `connect --json` it stands. */
export const VARIABLES: Record<string, string> = {
  CLIENT_TOKEN: 'mews.clientToken',
  ACCESS_TOKEN: 'mews.accessToken',
  THREAD: 'mews.messageThreadId',
  DIGITAL_TOKEN: '99digital.token',
  NDOTO_TOKEN: 'ndoto.token',
  API_KEY: 'tidysupport.apiKey',
  WORKSPACE: 'tidysupport.workspaceId',
  TIDY_THREAD: 'tidysupport.conversationId',
  CHATWOOT_TOKEN: 'chatwoot.token',
  ONDI_TOKEN: 'ondi.users.0.token',
  ONDI_THREAD: 'ondi.conversationId',
  PARLEY_TOKEN: 'parley.token',
}

/** The conversation in the order of its calls; each is given its answer before the next is asked for. Plain numbers are alike in every new store. */
export function* listCalls({ ndoto, parley }: AccountAccess): Generator<Call, void, unknown> {
  const messages = `/api/v1/accounts/${ndoto.accountId}/conversations/${ndoto.conversationId}/messages`
  yield {
    text: '**Mews Connector.** The guest’s app, a Mews client, writes for her.',
    method: 'POST',
    path: '/mews/api/connector/v1/messages/add',
    headers: {},
    body: {
      ClientToken: '$CLIENT_TOKEN',
      AccessToken: '$ACCESS_TOKEN',
      Client: 'Sample Client 1.0.0',
      Messages: [{ MessageThreadId: '$THREAD', Text: 'Our train is late, we arrive at 23:40.' }],
    },
  }
  const sent = yield {
    text: '**99digital.** The team answers from a 99digital desk.',
    method: 'POST',
    path: `/99digital${messages}`,
    headers: { api_access_token: '$DIGITAL_TOKEN' },
    body: { content: 'No problem, Dan waits for you.', message_type: 'outgoing' },
  }
  yield {
    text: '**Ndoto.** A private note for the colleagues.',
    method: 'POST',
    path: `/ndoto${messages}`,
    headers: { api_access_token: '$NDOTO_TOKEN' },
    body: { content: 'Leave the side door open.', message_type: 'outgoing', private: true },
  }
  yield {
    text: '**TidySupport.** A reply with formatting; whoever has no HTML reads its text.',
    method: 'POST',
    path: '/tidysupport/v1/workspaces/$WORKSPACE/support/inbox/conversations/$TIDY_THREAD/messages',
    headers: { Authorization: 'Bearer $API_KEY' },
    body: { contentHtml: '<p>Please use the <b>side door</b>.</p>' },
  }
  yield {
    text: '**Chatwoot.** What came after the answer from 99digital: the note, because this is the team’s view, and the reply.',
    method: 'GET',
    path: `/chatwoot${messages}?after=${(sent as { id: number }).id}`,
    headers: { api_access_token: '$CHATWOOT_TOKEN' },
  }
  yield {
    text: '**OnDi.** The newest two. OnDi has no way to mark a note, so the note is in no list and no count there, not even for the team.',
    method: 'GET',
    path: '/ondi/messaging/conversations/$ONDI_THREAD/messages?limit=2',
    headers: { Authorization: 'Bearer $ONDI_TOKEN' },
  }
  yield {
    text: '**Parley.** Its own API numbers the messages of a conversation without gaps (`seq`) and pages by that number.',
    method: 'GET',
    path: `/parley/v1/conversations/${parley.conversationId}/messages?after=8`,
    headers: { Authorization: 'Bearer $PARLEY_TOKEN' },
  }
}
