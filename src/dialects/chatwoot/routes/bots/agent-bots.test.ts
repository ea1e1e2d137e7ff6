import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { addMember, PROFILES } from '../../family-test.ts'

const url = 'https://bot.example/hook'

test('a bot is made with a token that is shown once and good for as long as the bot is there', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const { access_token: token, ...bot } = await ok('POST', '/agent_bots', {
      name: 'Helper',
      description: 'Says hello',
      outgoing_url: url,
      bot_config: { mood: 'fine' },
    })
    assert.deepEqual(bot, {
      id: bot.id,
      name: 'Helper',
      description: 'Says hello',
      thumbnail: '',
      outgoing_url: url,
      bot_type: 'webhook',
      bot_config: { mood: 'fine' },
      account_id: server.home.account.id,
      system_bot: false,
    })
    assert.deepEqual(await ok('GET', '/agent_bots'), [bot])
    assert.deepEqual(await ok('GET', `/agent_bots/${bot.id}`), bot)
    assert.ok(!(await ok('GET', '/agents')).some((one: { id: number }) => one.id === bot.id))
    const path = `/conversations/${server.home.conversation.number}`
    const say = (as: string) => call('POST', `${path}/messages`, { content: 'Hello', message_type: 'outgoing' }, { token: as })
    assert.deepEqual([(await say(token)).status, (await say(token)).body.sender.name], [200, 'Helper'])
    const changed = await ok('PATCH', `/agent_bots/${bot.id}`, { description: null, outgoing_url: '' })
    assert.deepEqual(changed, { ...bot, description: null, outgoing_url: null })
    const { access_token: next } = await ok('POST', `/agent_bots/${bot.id}/reset_access_token`)
    assert.notEqual(next, token)
    assert.deepEqual([(await say(token)).status, (await say(next)).status], [401, 200])
    assert.equal((await call('DELETE', `/agent_bots/${bot.id}`)).text, '')
    assert.equal((await say(next)).status, 401)
    assert.equal((await call('GET', `/agent_bots/${bot.id}`)).status, 404)
    assert.deepEqual(await ok('GET', '/agent_bots'), [])
  }
})

test('a bot made twice with one key is one bot, and its token the same, though it is stored nowhere', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const options = { headers: { 'idempotency-key': `bot ${profile.name}` } }
    const first = await ok('POST', '/agent_bots', { name: 'Helper' }, options)
    assert.deepEqual(await ok('POST', '/agent_bots', { name: 'Helper' }, options), first)
    assert.equal((await ok('GET', '/agent_bots')).length, 1)
    const kept = await server.core.store.all('select answer from idempotency_keys')
    assert.ok(!JSON.stringify(kept).includes(first.access_token))
    await ok('DELETE', `/agent_bots/${first.id}`)
  }
})

test('what is no bot, or not the account’s, is none; a refused one leaves nothing behind', async (t) => {
  const server = await startServer(t)
  const { home, away } = server
  const agent = await addMember(server, 'Otto', 'agent')
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const theirs = await deskOf(server, profile, away).ok('POST', '/agent_bots', { name: 'Spy' })
    const bot = await ok('POST', '/agent_bots', { name: 'Helper' })
    const before = await snapshot(server)
    for (const id of [home.bob.id, theirs.id, 2 ** 40, 'x']) {
      for (const [method, rest, body] of [
        ['GET', '', undefined],
        ['PATCH', '', { name: 'Mine' }],
        ['DELETE', '', undefined],
        ['POST', '/reset_access_token', undefined],
      ] as const)
        assert.equal((await call(method, `/agent_bots/${id}${rest}`, body)).status, 404, `${profile.name} ${method} ${id}${rest}`)
      const set = await call('POST', `/inboxes/${home.channel.id}/set_agent_bot`, { agent_bot: id })
      assert.equal(set.status, id === 'x' ? 422 : 404)
    }
    for (const body of [{}, { name: ' ' }, { name: 'x', outgoing_url: 'ftp://x' }, { name: 'x', bot_type: 'csml' }])
      assert.equal((await call('POST', '/agent_bots', body)).status, 422, JSON.stringify(body))
    for (const token of [agent.secret, undefined, 'wrong-token']) {
      assert.ok([401, 403].includes((await call('POST', '/agent_bots', { name: 'x' }, { token })).status))
      assert.ok([401, 403].includes((await call('DELETE', `/agent_bots/${bot.id}`, undefined, { token })).status))
      assert.ok(
        [401, 403].includes((await call('POST', `/inboxes/${home.channel.id}/set_agent_bot`, { agent_bot: bot.id }, { token })).status),
      )
    }
    assert.equal(await snapshot(server), before)
    await ok('DELETE', `/agent_bots/${bot.id}`)
  }
})

test('where a bot answers first, what customers begin or take up again is pending, whichever API they write in', async (t) => {
  const server = await startServer(t)
  const { home } = server
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const inbox = `/inboxes/${home.channel.id}`
    assert.deepEqual(await ok('GET', `${inbox}/agent_bot`), { agent_bot: {} })
    const { access_token: _, ...bot } = await ok('POST', '/agent_bots', { name: 'Helper' })
    await ok('POST', `${inbox}/set_agent_bot`, { agent_bot: String(bot.id) })
    assert.deepEqual(await ok('GET', `${inbox}/agent_bot`), { agent_bot: bot })

    const begun = await ok('POST', '/conversations', { inbox_id: home.channel.id, contact_id: home.jane.id })
    assert.equal(begun.status, 'pending')
    const said = await ok('POST', '/conversations', { inbox_id: home.channel.id, contact_id: home.jane.id, status: 'open' })
    assert.equal(said.status, 'open')
    const path = `/conversations/${home.conversation.number}`
    const take = async () => {
      await ok('POST', `${path}/toggle_status`, { status: 'resolved' })
      const talk = `/parley/v1/conversations/${home.conversation.id}/messages`
      const sent = await server.call('POST', talk, { token: home.secrets.jane, body: { text: 'Once more' } })
      assert.equal(sent.status, 201, sent.text)
      return (await ok('GET', path)).status
    }
    assert.equal(await take(), 'pending')
    await ok('POST', `${inbox}/set_agent_bot`, { agent_bot: null })
    assert.deepEqual(await ok('GET', `${inbox}/agent_bot`), { agent_bot: {} })
    assert.equal(await take(), 'open')
    await ok('DELETE', `/agent_bots/${bot.id}`)
  }
})
