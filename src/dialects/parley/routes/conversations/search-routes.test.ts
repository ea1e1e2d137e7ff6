import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { type ParleyClient, parleyClient } from '../../../../../test/parley-client.ts'

function searcher(client: ParleyClient) {
  return async (q: string): Promise<string[]> => {
    const { status, body } = await client.get(`/search/messages?q=${encodeURIComponent(q)}`)
    assert.equal(status, 200)
    return body.messages.map((message: { text: string }) => message.text)
  }
}

test('messages are found by all of their words, without case and accents, the last word by its beginning', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const path = `/conversations/${conversation.id}/messages`
  const texts = [
    'Café au lait, please',
    'The cafeteria is closed',
    'Straße 5',
    '東京タワー',
    'account99 and scope',
    'it’s "quoted" AND (odd) OR not*',
  ]
  const sent: { id: number }[] = []
  for (const text of texts) sent.push((await client.post(path, { text })).body)
  const search = searcher(client)
  assert.deepEqual(await search('cafe'), [texts[1], texts[0]])
  assert.deepEqual(await search('CAFÉ lait'), [texts[0]])
  assert.deepEqual(await search('lait caf'), [texts[0]])
  assert.deepEqual(await search('caf closed'), [])
  assert.deepEqual(await search('strasse'), [texts[2]])
  assert.deepEqual(await search('京'), [texts[3]])
  assert.deepEqual(await search('scope : account99'), [texts[4]])
  assert.deepEqual(await search('"quoted" AND (odd) OR not*'), [texts[5]])
  for (const odd of ["'", '"', '*', '--', ':*', '\\', '()', '"" *', `account${server.home.account.id}`])
    assert.deepEqual(await search(odd), [], odd)
  assert.deepEqual((await client.get(`/search/messages?q=lait`)).body.messages, [(await client.get(`${path}/${sent[0]?.id}`)).body])
  const { messages, conversations } = (await client.get('/search/messages?q=lait&include=conversations')).body
  assert.equal(messages.length, 1)
  assert.deepEqual(conversations, [(await client.get(`/conversations/${conversation.id}?include=overview`)).body])
  for (const query of ['', '?q=', '?q=%00', '?q=x&limit=0', '?q=x&limit=101', '?q=x&before=-1', `?q=${'x'.repeat(501)}`]) {
    assert.equal((await client.get(`/search/messages${query}`)).status, 400, query)
  }
})

test('what was edited is found by its new words only, and what was deleted not at all', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const path = `/conversations/${conversation.id}/messages`
  const { id } = (await client.post(path, { text: 'before' })).body
  const search = searcher(client)
  assert.deepEqual(await search('before'), ['before'])
  await client.patch(`${path}/${id}`, { text: 'afterwards' })
  assert.deepEqual([await search('before'), await search('afterwards')], [[], ['afterwards']])
  await client.delete(`${path}/${id}`)
  assert.deepEqual([await search('before'), await search('afterwards')], [[], []])
  const fresh = (await client.post(path, { text: 'never indexed' })).body
  await client.delete(`${path}/${fresh.id}`)
  assert.deepEqual(await search('never'), [])
  const html = (await client.post(path, { html: '<p>rich <b>words</b></p>' })).body
  assert.deepEqual(await search('words'), [html.text])
})

test('a search finds notes for the team only, and only in conversations and accounts the caller may open', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const team = parleyClient(server, home.secrets.ann)
  const other = (await team.post('/conversations', {})).body
  await team.post(`/conversations/${home.conversation.id}/messages`, { text: 'needle in a note', private: true })
  await team.post(`/conversations/${home.conversation.id}/messages`, { text: 'needle for Jane' })
  await team.post(`/conversations/${other.id}/messages`, { text: 'needle elsewhere' })
  await parleyClient(server, away.secrets.ann).post(`/conversations/${away.conversation.id}/messages`, { text: 'needle away' })
  assert.deepEqual(await searcher(team)('needle'), ['needle elsewhere', 'needle for Jane', 'needle in a note'])
  assert.deepEqual(await searcher(parleyClient(server, home.secrets.jane))('needle'), ['needle for Jane'])
  assert.deepEqual(await searcher(parleyClient(server, away.secrets.bob))('needle'), ['needle away'])
})

test('pages of a search hold every match once, for readers of all and of some, also after a restart', async (t) => {
  const server = await startServer(t)
  const { conversation, ticket, secrets } = server.home
  const team = parleyClient(server, secrets.ann)
  const other = (await team.post('/conversations', {})).body
  const places = [conversation.id, ticket.id, other.id]
  const messages = Array.from({ length: 900 }, (_, index) => ({ conversationId: places[index % 3], text: `match ${index}` }))
  await team.post('/messages/batch', { messages })
  const collect = async (client: ParleyClient, limit: number) => {
    const found: string[] = []
    let before: number | null | undefined
    for (let page = 0; page < 100; page++) {
      const { body } = await client.get(`/search/messages?q=match&limit=${limit}${before ? `&before=${before}` : ''}`)
      found.push(...body.messages.map((message: { text: string }) => message.text))
      before = body.nextBefore
      if (before === null) return found
    }
    throw new Error('the search does not end')
  }
  const all = messages.map((message) => message.text).reverse()
  assert.deepEqual(await collect(team, 37), all)
  await server.restart()
  assert.deepEqual(await collect(team, 100), all)
  const hers = messages.filter((message) => message.conversationId !== other.id).map((message) => message.text)
  assert.deepEqual(await collect(parleyClient(server, secrets.jane), 50), hers.reverse())
})

test('searches that build the index at the same time all find everything', async (t) => {
  const server = await startServer(t)
  const { conversation, secrets } = server.home
  const team = parleyClient(server, secrets.ann)
  const messages = Array.from({ length: 700 }, (_, index) => ({ conversationId: conversation.id, text: `bulk ${index}` }))
  await team.post('/messages/batch', { messages })
  const path = `/conversations/${conversation.id}/messages`
  const { id } = (await team.post(path, { text: 'bulk last' })).body
  const [first, second, third] = await Promise.all([
    team.get('/search/messages?q=bulk&limit=100'),
    team.get('/search/messages?q=bulk&limit=100'),
    team.delete(`${path}/${id}`).then(() => team.get('/search/messages?q=bulk&limit=100')),
  ])
  for (const answer of [first, second, third]) assert.equal(answer.body.messages.length, 100)
  assert.ok(!third.body.messages.some((message: { id: number }) => message.id === id))
})
