import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type CallAnswer, call, ENGINE, startServer, type TestServer } from '../harness.ts'

const EACH = 60

test('two processes that send into one conversation at once leave no gap in seqs and positions, and ids that grow with seq', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const urls = [server.url, await server.startTwin()]
  const path = `/parley/v1/conversations/${home.conversation.id}/messages`
  const send = (url: string, text: string) => call(url + path, 'POST', { token: home.tokens.parley, body: { text } })
  const answers: CallAnswer[] = []
  for (let round = 0; round < EACH; round += 4) {
    const burst = urls.flatMap((url) => Array.from({ length: 4 }, (_, index) => send(url, `${url} ${round + index}`)))
    answers.push(...(await Promise.all(burst)))
  }
  for (const answer of answers) assert.equal(answer.status, 201, answer.text)

  const { store } = server.core
  const rows = await store.all<{ seq: number; id: number; body: string }>(
    'select seq, id, body from messages where account_id = $1 and conversation_id = $2 order by seq',
    [home.account.id, home.conversation.id],
  )
  assert.deepEqual(
    rows.map((row) => row.seq),
    Array.from({ length: 2 * EACH }, (_, index) => index + 1),
  )
  assert.equal(new Set(rows.map((row) => row.body)).size, rows.length)
  for (const [index, row] of rows.entries()) assert.ok(index === 0 || row.id > (rows[index - 1]?.id ?? 0), `id ${row.id} at seq ${row.seq}`)
  assert.deepEqual(
    answers.map(({ body }) => [body.seq, body.id]).sort(([a], [b]) => a - b),
    rows.map((row) => [row.seq, row.id]),
  )

  const events = await store.all<{ position: number; message_id: number | null; type: string }>(
    'select position, message_id, type from events where account_id = $1 order by position',
    [home.account.id],
  )
  assert.deepEqual(
    events.map((event) => event.position),
    events.map((_event, index) => index + 1),
  )
  const told = events.filter((event) => event.type === 'message.created').map((event) => event.message_id)
  assert.deepEqual(
    told,
    rows.map((row) => row.id),
  )
})

test('what one process has changed of a conversation, a send by another one obeys at once', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const twin = await server.startTwin()
  const parley = `/parley/v1/conversations/${home.conversation.id}`
  const ondi = `/ondi/messaging/conversations/${core.ids.toUuid('conversation', home.conversation.id)}/messages`
  const send = (text: string) => call(twin + ondi, 'POST', { token: home.secrets.bob, body: { message_type: 'text', content: text } })
  const change = async (method: string, path: string, body?: unknown) => {
    const answer = await server.call(method, path, { token: home.tokens.parley, body })
    assert.ok(answer.status < 300, answer.text)
  }

  assert.equal((await send('known by now')).status, 201)
  await change('PATCH', parley, { status: 'resolved' })
  assert.equal((await send('resolved')).status, 403)
  assert.equal((await send('still resolved')).status, 403)
  await change('PATCH', parley, { status: 'open' })
  assert.equal((await send('open again')).status, 201)
  await change('DELETE', `${parley}/participants/${home.bob.id}`)
  assert.equal((await send('removed')).status, 403)

  const { body } = await server.call('GET', `${parley}/messages?order=oldest`, { token: home.tokens.parley })
  assert.deepEqual(
    body.messages.filter((message: { private: boolean }) => !message.private).map((message: { text: string }) => message.text),
    ['known by now', 'open again'],
  )
})

test('what changes between a send’s decision and its writing is obeyed as well', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const twin = await server.startTwin()
  const parley = `/parley/v1/conversations/${home.conversation.id}`
  const ondi = `/ondi/messaging/conversations/${core.ids.toUuid('conversation', home.conversation.id)}/messages`
  const send = (text: string) =>
    server.call('POST', ondi, { token: home.secrets.bob, body: { message_type: 'text', content: text } }).then(({ status }) => status)

  const overtake = (method: string, path: string, body?: unknown) => overtakeNext(t, server, { twin, method, path, body })

  assert.equal(await send('first'), 201)
  overtake('POST', `${parley}/messages`, { text: 'overtaken' })
  assert.equal(await send('second'), 201)
  overtake('PATCH', parley, { status: 'resolved' })
  assert.equal(await send('resolved meanwhile'), 403)
  assert.equal((await call(twin + parley, 'PATCH', { token: home.tokens.parley, body: { status: 'open' } })).status, 200)
  overtake('DELETE', `${parley}/participants/${home.bob.id}`)
  assert.equal(await send('removed meanwhile'), 403)

  const { body } = await server.call('GET', `${parley}/messages?order=oldest`, { token: home.tokens.parley })
  assert.deepEqual(
    body.messages.map((message: { seq: number; text: string }) => [message.seq, message.text]),
    [
      [1, 'first'],
      [2, 'overtaken'],
      [3, 'second'],
      [4, 'Ann Home resolved the conversation'],
      [5, 'Ann Home reopened the conversation'],
    ],
  )
})

test('what is deleted between a send’s decision and its writing takes no message any more', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const twin = await server.startTwin()
  const send = () =>
    server.call('POST', `/parley/v1/conversations/${home.ticket.id}/messages`, { token: home.tokens.parley, body: { text: 'Hello' } })
  assert.equal((await send()).status, 201)
  const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${home.ticket.number}`
  overtakeNext(t, server, { twin, method: 'DELETE', path })
  assert.equal((await send()).status, 404)
  assert.deepEqual(await core.store.all('select id from messages where conversation_id = $1', [home.ticket.id]), [])
})

/** Lets the next send be decided, and somebody else be faster than its writing. */
function overtakeNext(t: TestContext, server: TestServer, by: { twin: string; method: string; path: string; body?: unknown }): void {
  const { core, home } = server
  const writes = ENGINE === 'postgres' ? 'alone' : 'tx'
  const original = core.store[writes] as (...args: unknown[]) => Promise<unknown>
  const mock = t.mock.method(core.store, writes, async (...args: unknown[]) => {
    mock.mock.restore()
    const answer = await call(by.twin + by.path, by.method, { token: home.tokens.parley, body: by.body })
    assert.ok(answer.status < 300, answer.text)
    return original(...args)
  })
}

test('sends, read marks and changes of the customer meet at the account’s counter without waiting for each other crosswise', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const { store } = core
  const ondi = `/ondi/messaging/conversations/${core.ids.toUuid('conversation', home.conversation.id)}`
  const message = { message_type: 'text', content: 'Hello' }
  let conflicts = 0
  if (ENGINE === 'postgres') {
    const original = store.alone
    t.mock.method(store, 'alone', async (...args: Parameters<typeof original>) => {
      const row = await original(...args)
      if (row === 'conflict') conflicts += 1
      return row
    })
  }
  const rename = (name: string) =>
    server.call('PATCH', `/parley/v1/contacts/${home.jane.id}`, { token: home.tokens.parley, body: { name } })
  const asJane = () =>
    server.call('POST', `/parley/v1/conversations/${home.conversation.id}/messages`, { token: home.secrets.jane, body: { text: 'Hi' } })
  for (let round = 0; round < 12; round++) {
    const answers = await Promise.all([
      server.call('POST', `${ondi}/messages`, { token: home.secrets.bob, body: message }),
      server.call('GET', `${ondi}/messages`, { token: home.secrets.bob }),
      server.call('GET', `${ondi}/messages`, { token: home.secrets.ann }),
      rename(`Jane ${round}`),
      asJane(),
    ])
    for (const answer of answers) assert.ok(answer.status < 300, answer.text)
  }
  assert.equal(conflicts, 0)
})

test('a bot that one process has put into a channel, or taken out of it, another one obeys at once', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const twin = await server.startTwin()
  const family = `/chatwoot/api/v1/accounts/${home.account.id}`
  const change = async (path: string, body: unknown) => {
    const answer = await server.call('POST', family + path, { token: home.tokens.chatwoot, body })
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const talk = `/conversations/${home.conversation.number}`
  const take = async () => {
    await change(`${talk}/toggle_status`, { status: 'resolved' })
    const sent = await call(`${twin}/parley/v1/conversations/${home.conversation.id}/messages`, 'POST', {
      token: home.secrets.jane,
      body: { text: 'Again' },
    })
    assert.equal(sent.status, 201, sent.text)
    return (await server.call('GET', family + talk, { token: home.tokens.chatwoot })).body.status
  }
  assert.equal(await take(), 'open')
  const bot = await change('/agent_bots', { name: 'Helper' })
  await change(`/inboxes/${home.channel.id}/set_agent_bot`, { agent_bot: bot.id })
  assert.equal(await take(), 'pending')
  await change(`/inboxes/${home.channel.id}/set_agent_bot`, { agent_bot: null })
  assert.equal(await take(), 'open')
})
