import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { resolvePointer } from '../../faces/json-pointer.ts'

type Face = {
  dialect: string
  title: string
  as: { kind: string; id: number; name: string; role: string } | null
  request: { method: string; url: string; headers: { name: string; value: string }[]; body: Record<string, unknown> | null } | null
  status: number | null
  body: unknown
  excerpt: string | null
  concepts: Record<string, string[]>
  missing: { reason: string } | null
}
const ALL = ['chatwoot', 'ndoto', '99digital', 'ondi', 'mews', 'parley', 'tidysupport']

async function facesOf(server: TestServer, of: { messageId?: number; conversationId?: number; token?: string } = {}) {
  const { home } = server
  const { messageId, conversationId = home.conversation.id, token = home.secrets.ann } = of
  const path = `/parley/v1/conversations/${conversationId}${messageId === undefined ? '' : `/messages/${messageId}`}/faces`
  const answer = await server.call('GET', path, { token })
  assert.equal(answer.status, 200, answer.text)
  const faces = answer.body.faces as Face[]
  assert.deepEqual(
    faces.map((face) => face.dialect),
    ALL,
  )
  return Object.fromEntries(faces.map((face) => [face.dialect, face])) as Record<string, Face>
}

async function send(server: TestServer, body: object, token = server.home.secrets.ann): Promise<number> {
  const sent = await server.call('POST', `/parley/v1/conversations/${server.home.conversation.id}/messages`, { token, body })
  assert.equal(sent.status, 201, sent.text)
  return sent.body.id
}

const missing = (faces: Record<string, Face>) => ALL.filter((name) => faces[name]?.missing !== null)
/** What a concept says in each face. */
const say = (faces: Record<string, Face>, concept: string) =>
  Object.fromEntries(ALL.map((name) => [name, (faces[name]?.concepts[concept] ?? []).map((at) => resolvePointer(faces[name]?.body, at))]))

/** The request as shown, with real secrets in the places of its own. */
async function repeat(server: TestServer, { request }: Face, secrets: Record<string, string>) {
  assert.ok(request)
  const fill = (text: string) => text.replace(/<[a-z ]+>/, (placeholder) => secrets[placeholder] ?? assert.fail(placeholder))
  const { origin } = new URL(server.url)
  assert.ok(request.url.startsWith(`${origin}/`))
  const headers = Object.fromEntries(request.headers.map(({ name, value }) => [name.toLowerCase(), fill(value)]))
  const body = request.body && Object.fromEntries(Object.entries(request.body).map(([k, v]) => [k, typeof v === 'string' ? fill(v) : v]))
  return server.call(request.method, request.url.slice(origin.length), { headers, ...(body && { body }) })
}

test('a message is shown as the clients of each API are given it, and the request that is shown gives just that', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const first = await send(server, { text: 'The first one' })
  await send(server, { text: 'A note before it', private: true })
  const messageId = await send(server, { text: 'Hello Jane' })
  await send(server, { text: 'The last one' })
  const conversation = await facesOf(server)
  const message = await facesOf(server, { messageId })
  assert.deepEqual([missing(conversation), missing(message)], [[], []])
  const texts = say(message, 'text')
  assert.ok(
    ALL.every((name) => texts[name]?.length && texts[name].every((text) => text === 'Hello Jane')),
    JSON.stringify(texts),
  )
  assert.deepEqual(say(message, 'author'), {
    chatwoot: ['Ann Home'],
    ndoto: ['Ann Home'],
    '99digital': ['Ann Home'],
    ondi: ['Ann', 'Home'],
    mews: ['Enterprise'],
    parley: ['Ann Home'],
    tidysupport: ['AGENT', server.core.ids.toPrefixed('member', home.ann.id)],
  })
  const subjects = say(conversation, 'subject')
  for (const name of ['ondi', 'mews', 'parley', 'tidysupport']) assert.deepEqual(subjects[name], ['Billing question'])
  for (const face of [
    ...Object.values(conversation),
    ...Object.values(message),
    ...Object.values(await facesOf(server, { messageId: first })),
  ]) {
    assert.ok(face.concepts.id?.length, face.dialect)
    const mews = { '<client token>': server.clientToken, '<access token>': home.tokens.mews }
    const secrets = face.dialect === 'mews' ? mews : { '<token>': home.tokens[face.dialect as 'ondi'] }
    const answer = await repeat(server, face, secrets)
    assert.deepEqual([answer.status, answer.body], [face.status, face.body], face.dialect)
  }
  const { id, name } = home.ann
  for (const one of ALL.filter((other) => other !== 'mews'))
    assert.deepEqual(message[one]?.as, { kind: 'member', id, name, role: 'administrator' })
  assert.deepEqual(message.mews?.as, { kind: 'application', id: server.application.id, name: 'Sample Client', role: 'application' })
})

test('what an API does not show is missing in it, with the reason', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const note = await send(server, { text: 'Only for us', private: true })
  const gone = await send(server, { text: 'A slip' })
  const path = `/parley/v1/conversations/${home.conversation.id}/messages`
  await server.call('DELETE', `${path}/${gone}`, { token: home.secrets.ann })
  const form = new FormData()
  form.append('files', new Blob(['plain words']), 'list.txt')
  const sent = await fetch(server.url + path, { method: 'POST', headers: { authorization: `Bearer ${home.secrets.ann}` }, body: form })
  const file = ((await sent.json()) as { id: number }).id

  const ofNote = await facesOf(server, { messageId: note })
  assert.deepEqual(missing(ofNote), ['ondi', 'mews'])
  for (const name of ['ondi', 'mews']) {
    assert.deepEqual([ofNote[name]?.status, ofNote[name]?.missing?.reason], [200, 'A note never leaves the team.'])
    assert.doesNotMatch(JSON.stringify(ofNote[name]), /Only for us/)
  }
  assert.ok(Object.values(say(ofNote, 'note')).every((marks) => marks.every((mark) => mark === true)))
  const ofGone = await facesOf(server, { messageId: gone })
  assert.deepEqual(missing(ofGone), ['ndoto', '99digital', 'ondi', 'mews', 'tidysupport'])
  assert.equal(ofGone.ondi?.missing?.reason, 'It was deleted, and OnDi shows nothing in its place.')
  const ofFile = await facesOf(server, { messageId: file })
  assert.deepEqual(missing(ofFile), ['mews'])
  assert.match(ofFile.mews?.missing?.reason ?? '', /words/)
  const { ondi, parley = [] } = say(ofFile, 'files')
  const [{ url }] = parley[0] as [{ url: string }]
  assert.ok(url.startsWith(server.url))
  assert.equal(ondi?.[0], url)

  const elsewhere = await facesOf(server, { conversationId: home.ticket.id })
  assert.deepEqual(missing(elsewhere), ['mews'])
  const { as, request, status, body } = elsewhere.mews as Face
  assert.deepEqual([as, request, status, body], [null, null, null, null])
})

test('in OnDi its customer is asked where the reader takes no part in it, and nobody where there is none', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const messageId = await send(server, { text: 'Hello Jane' })
  const faces = await facesOf(server, { messageId, token: home.secrets.eve })
  assert.deepEqual([faces.ondi?.as?.role, faces.ondi?.as?.id, faces.ondi?.missing], ['contact', home.jane.id, null])
  assert.equal(faces.chatwoot?.as?.id, home.eve.id)
  const made = await server.call('POST', '/parley/v1/conversations', { token: home.secrets.ann, body: { subject: 'Ours' } })
  const ours = await facesOf(server, { conversationId: made.body.id, token: home.secrets.eve })
  assert.deepEqual(missing(ours), ['ondi', 'mews'])
  assert.match(ours.ondi?.missing?.reason ?? '', /take part/)
})

test('whatever a client says the host is, it is shown what each API answers', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const headers = { host: 'no host: at all', authorization: `Bearer ${home.secrets.ann}` }
  const asked = request(`${server.url}/parley/v1/conversations/${home.conversation.id}/faces`, { headers }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const { faces } = (await json(answer)) as { faces: Face[] }
  assert.deepEqual(
    faces.map(({ status }) => status),
    ALL.map(() => 200),
  )
})

test('a look reads nothing in anybody’s name and leaves no pass behind', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const messageId = await send(server, { text: 'Hello Bob' })
  const { secrets } = home
  const traces = () =>
    Promise.all(['tokens', 'events', 'participants', 'idempotency_keys'].map((table) => core.store.all(`select * from ${table}`)))
  const before = await traces()
  assert.deepEqual(missing(await facesOf(server, { messageId, token: secrets.bob })), [])
  assert.deepEqual(await traces(), before)
  assert.equal(core.passes.size, 0)
})

test('what is not the caller’s does not exist, and customers, drivers and programs may not look', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const messageId = await send(server, { text: 'Hello' })
  const base = `/parley/v1/conversations/${home.conversation.id}`
  const refused = async (path: string, token: string, status: number, code: string) => {
    const answer = await server.call('GET', path, { token })
    assert.deepEqual([answer.status, answer.body.error.code], [status, code], path)
  }
  for (const path of [`${base}/faces`, `${base}/messages/${messageId}/faces`]) {
    await refused(path, away.secrets.ann, 404, 'conversation_not_found')
    await refused(path, home.secrets.jane, 403, 'not_allowed')
    await refused(path, 'nonsense', 401, 'token_invalid')
  }
  await refused(`/parley/v1/conversations/${home.ticket.id}/messages/${messageId}/faces`, home.secrets.ann, 404, 'message_not_found')
  await refused(`${base}/messages/none/faces`, home.secrets.ann, 404, 'message_not_found')
  await refused('/parley/v1/conversations/none/faces', home.secrets.ann, 404, 'conversation_not_found')
})
