import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { addMember, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

test('a deleted agent is no agent any more: conversations are nobody’s, tokens are worth nothing, words stay', async (t) => {
  const server = await startServer(t)
  const path = `/conversations/${server.home.conversation.number}`
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const { member, secret } = await addMember(server, `Otto ${profile.name}`, 'agent')
    const as = { token: secret }
    await ok('POST', `${path}/messages`, { content: 'I was here', message_type: 'outgoing' }, as)
    await ok('POST', `${path}/assignments`, { assignee_id: member.id })
    assert.equal((await call('DELETE', `/agents/${member.id}`)).text, '')
    assert.equal((await call('GET', '/agents', undefined, as)).status, 401)
    assert.ok(!(await ok('GET', '/agents')).some((one: { id: number }) => one.id === member.id))
    assert.equal((await ok('GET', path)).meta.assignee ?? null, null)
    const said = (await ok('GET', `${path}/messages`)).payload.filter((one: { content: string }) => one.content === 'I was here')
    assert.equal(said.at(-1).sender.name, member.name)
    for (const method of ['PATCH', 'DELETE']) assert.equal((await call(method, `/agents/${member.id}`, { role: 'agent' })).status, 404)
    assert.equal((await call('POST', `${path}/assignments`, { assignee_id: member.id })).status, 404)
  }
})

test('only administrators delete agents; a bot or somebody else’s agent is none', async (t) => {
  const server = await startServer(t)
  const agent = await addMember(server, 'Otto', 'agent')
  const robot = await addMember(server, 'Robot', 'bot')
  for (const profile of PROFILES) {
    const { call } = deskOf(server, profile)
    const before = await snapshot(server)
    for (const id of [robot.member.id, server.away.bob.id, 999_999, 'x']) assert.equal((await call('DELETE', `/agents/${id}`)).status, 404)
    for (const token of [agent.secret, undefined, 'wrong-token'])
      assert.ok([401, 403].includes((await call('DELETE', `/agents/${server.home.bob.id}`, undefined, { token })).status))
    assert.equal(await snapshot(server), before)
  }
})

test('the profile is changed by whoever it is, wrapped or flat, and the token is theirs', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const { member, secret } = await addMember(server, 'Otto', 'agent')
    const as = { token: secret }
    const me = await ok(
      'PUT',
      '/api/v1/profile',
      { profile: { name: 'Otto the Great', display_name: 'Otto', message_signature: 'Yours', ui_settings: { dark: true } } },
      as,
    )
    assert.deepEqual(await ok('GET', '/api/v1/profile', undefined, as), me)
    assert.deepEqual([me.id, me.name, me.access_token], [member.id, 'Otto the Great', secret])
    if (profile !== NDOTO)
      assert.deepEqual(
        [me.display_name, me.available_name, me.message_signature, me.ui_settings],
        ['Otto', 'Otto', 'Yours', { dark: true }],
      )
    await ok('PATCH', '/api/v1/profile', { ui_settings: { light: true } }, as)
    const said = await ok(
      'POST',
      '/api/v1/profile/availability',
      { profile: { availability: 'busy', account_id: server.home.account.id } },
      as,
    )
    if (profile === NDOTO) assert.equal(said.availability, 'busy')
    else {
      assert.equal(said.accounts[0].availability, 'busy')
      assert.deepEqual([said.ui_settings, said.message_signature], [{ light: true }, 'Yours'])
      const off = await ok('POST', '/api/v1/profile/auto_offline', { auto_offline: false }, as)
      assert.equal(off.accounts[0].auto_offline, false)
    }
    const before = await snapshot(server)
    for (const [path, body, status] of [
      ['', { name: ' ' }, 422],
      ['', { display_name: ['Otto'] }, 422],
      ['/availability', { availability: 'asleep' }, 422],
      ['/availability', {}, 422],
      ['/availability', { availability: 'busy', account_id: server.away.account.id }, 404],
      ['/auto_offline', { auto_offline: true, account_id: server.away.account.id }, 404],
    ] as const) {
      const answer = await call(path === '' ? 'PATCH' : 'POST', `/api/v1/profile${path}`, body, as)
      assert.equal(answer.status, status, `${profile.name} ${path} ${JSON.stringify(body)} ${answer.text}`)
    }
    assert.equal((await call('PUT', '/api/v1/profile', { name: 'x' }, { token: undefined })).status, 401)
    assert.equal(await snapshot(server), before)
    await ok('DELETE', `/agents/${member.id}`)
  }
})

test('the account is read by the team and changed by administrators', async (t) => {
  const at = '2026-01-02T00:00:00.000Z'
  const server = await startServer(t, { now: () => Date.parse(at) * 1000 })
  const { account } = server.home
  const { secret } = await addMember(server, 'Otto', 'agent')
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const path = `/api/v1/accounts/${account.id}`
    const given = { name: 'Home', locale: 'pt_BR', timezone: 'Europe/Berlin', support_email: 'help@home.example', industry: 'Hotels' }
    const changed = await ok('PATCH', path, given)
    assert.deepEqual(changed, {
      id: account.id,
      name: 'Home',
      locale: 'pt-BR',
      domain: null,
      support_email: 'help@home.example',
      status: 'active',
      features: {},
      custom_attributes: { industry: 'Hotels', company_size: null, timezone: 'Europe/Berlin' },
      created_at: at,
    })
    assert.deepEqual(await ok('GET', path, undefined, { token: secret }), changed)
    // What else is kept of the account stays.
    const { body } = await server.call('GET', `/parley/v1/accounts/${account.id}`, { token: server.home.tokens.parley })
    assert.deepEqual([body.timezone, body.supportMemberIds], ['Europe/Berlin', [server.home.ann.id]])
    for (const wrong of [{ name: ' ' }, { locale: 'no such language' }, { timezone: 'Mars/North' }])
      assert.equal((await call('PATCH', path, wrong)).status, 422, JSON.stringify(wrong))
    assert.ok([401, 403].includes((await call('PATCH', path, given, { token: secret })).status))
    assert.ok([401, 403].includes((await call('GET', `/api/v1/accounts/${server.away.account.id}`)).status))
    assert.deepEqual(await ok('GET', path), changed)
    await ok('PATCH', path, { support_email: null, industry: null })
  }
})
