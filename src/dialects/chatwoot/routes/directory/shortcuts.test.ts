import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { addMember, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

const at = '2026-01-02T00:00:00.000Z'
const now = () => Date.parse(at) * 1000

test('canned responses are made, searched, changed and deleted by every agent', async (t) => {
  const server = await startServer(t, { now })
  const { secret } = await addMember(server, 'Otto', 'agent')
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const as = { token: secret }
    const say = (short_code: string, content: string) => ok('POST', '/canned_responses', { short_code, content }, as)
    const hello = await say('hello', 'Good morning')
    assert.deepEqual(hello, {
      id: hello.id,
      account_id: server.home.account.id,
      short_code: 'hello',
      content: 'Good morning',
      created_at: at,
      updated_at: at,
    })
    const bye = await say('bye', 'Hello? No: 100%_sure')
    const othello = await say('othello', 'A play')
    const find = async (search: string) =>
      (await ok('GET', `/canned_responses?search=${search}`, undefined, as)).map((one: { id: number }) => one.id)
    // Codes that begin with the words, codes that hold them, texts.
    assert.deepEqual(await find('HELLO'), [hello.id, othello.id, bye.id])
    assert.deepEqual(await find('%25_'), [bye.id])
    assert.deepEqual(await find('nothing'), [])
    assert.equal((await ok('GET', '/canned_responses')).length, 3)
    assert.equal((await ok('PATCH', `/canned_responses/${bye.id}`, { content: 'So long' }, as)).content, 'So long')
    const before = await snapshot(server)
    const words = 'Short code has already been taken'
    const taken = await call('PATCH', `/canned_responses/${bye.id}`, { short_code: 'hello' })
    assert.deepEqual(
      [taken.status, taken.body],
      [422, profile === CHATWOOT ? { message: words, attributes: ['short_code'] } : { error: words }],
    )
    for (const body of [{ short_code: 'x' }, { content: 'x' }, { short_code: '', content: 'x' }, { short_code: 'x', content: ' ' }])
      assert.equal((await call('POST', '/canned_responses', body)).status, 422)
    assert.equal(await snapshot(server), before)
    for (const { id } of [hello, bye, othello]) assert.equal((await call('DELETE', `/canned_responses/${id}`, undefined, as)).text, '')
    assert.equal((await call('DELETE', `/canned_responses/${bye.id}`)).status, 404)
  }
})

test('attributes are defined in words or numbers and answered in words', async (t) => {
  const server = await startServer(t, { now })
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const path = '/custom_attribute_definitions'
    const plan = await ok('POST', path, {
      attribute_display_name: 'Plan',
      attribute_display_type: 6,
      attribute_description: 'What they pay for',
      attribute_key: 'plan',
      attribute_values: ['basic', 'gold'],
      attribute_model: 1,
    })
    assert.deepEqual(plan, {
      id: plan.id,
      attribute_display_name: 'Plan',
      attribute_display_type: 'list',
      attribute_description: 'What they pay for',
      attribute_key: 'plan',
      regex_pattern: null,
      regex_cue: null,
      attribute_values: ['basic', 'gold'],
      attribute_model: 'contact_attribute',
      default_value: null,
      created_at: at,
      updated_at: at,
    })
    const room = await ok('POST', path, {
      attribute_display_name: ' Room ',
      attribute_key: 'room',
      regex_pattern: '^\\d+$',
      regex_cue: 'Digits',
    })
    assert.deepEqual(
      [room.attribute_display_name, room.attribute_display_type, room.attribute_model, room.regex_pattern],
      ['Room', 'text', 'conversation_attribute', '^\\d+$'],
    )
    const keys = async (query: string) => (await ok('GET', path + query)).map((one: { attribute_key: string }) => one.attribute_key)
    assert.deepEqual(await keys(''), ['plan', 'room'])
    for (const model of ['0', 'conversation_attribute']) assert.deepEqual(await keys(`?attribute_model=${model}`), ['room'])
    for (const model of ['1', 'contact_attribute']) assert.deepEqual(await keys(`?attribute_model=${model}`), ['plan'])
    assert.equal((await call('GET', `${path}?attribute_model=2`)).status, profile === NDOTO ? 400 : 422)
    assert.deepEqual(await ok('GET', `${path}/${plan.id}`), plan)
    assert.deepEqual((await ok('PATCH', `${path}/${plan.id}`, { attribute_values: ['gold'] })).attribute_values, ['gold'])
    // The same key may be defined for the other model.
    const other = await ok('POST', path, { attribute_display_name: 'Plan', attribute_key: 'plan', attribute_model: 0 })
    const before = await snapshot(server)
    for (const body of [
      { attribute_display_name: 'Plan', attribute_key: 'plan' },
      { attribute_display_name: 'Status', attribute_key: 'status' },
      { attribute_display_name: 'E-mail', attribute_key: 'email', attribute_model: 1 },
      { attribute_display_name: 'Spaced', attribute_key: 'a b' },
      { attribute_display_name: 'Odd', attribute_key: 'odd', attribute_display_type: 8 },
      { attribute_display_name: 'Odd', attribute_key: 'odd', attribute_model: 'company_attribute' },
      { attribute_display_name: '', attribute_key: 'odd' },
      { attribute_key: 'odd' },
    ])
      assert.equal((await call('POST', path, body)).status, 422, JSON.stringify(body))
    assert.equal(await snapshot(server), before)
    for (const { id } of [plan, room, other]) assert.equal((await call('DELETE', `${path}/${id}`)).text, '')
    assert.deepEqual(await keys(''), [])
  }
})

test('a saved filter is its member’s own: nobody else finds it', async (t) => {
  const server = await startServer(t, { now })
  const { secret } = await addMember(server, 'Otto', 'administrator')
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const query = { payload: [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'], query_operator: null }] }
    const made = await ok('POST', '/custom_filters', { name: 'Mine', filter_type: 'conversation', query })
    assert.deepEqual(made, { id: made.id, name: 'Mine', filter_type: 'conversation', query, created_at: at, updated_at: at })
    const contact = await ok('POST', '/custom_filters', { custom_filter: { name: 'People', type: 'contact', query: {} } })
    assert.equal(contact.filter_type, 'contact')
    assert.deepEqual(await ok('GET', '/custom_filters'), [made])
    assert.deepEqual(await ok('GET', '/custom_filters?filter_type=contact'), [contact])
    assert.deepEqual(await ok('GET', `/custom_filters/${made.id}`), made)
    assert.equal((await ok('PATCH', `/custom_filters/${made.id}`, { name: 'Still mine' })).name, 'Still mine')
    const before = await snapshot(server)
    assert.deepEqual(await ok('GET', '/custom_filters', undefined, { token: secret }), [])
    for (const method of ['GET', 'PATCH', 'DELETE'])
      assert.equal(
        (await call(method, `/custom_filters/${made.id}`, method === 'PATCH' ? { name: 'x' } : undefined, { token: secret })).status,
        404,
      )
    for (const body of [
      { name: 'x' },
      { query },
      { name: '', query },
      { name: 'x', query: [] },
      { name: 'x', query, filter_type: 'other' },
    ])
      assert.equal((await call('POST', '/custom_filters', body)).status, 422, JSON.stringify(body))
    assert.equal(await snapshot(server), before)
    for (const { id } of [made, contact]) assert.equal((await call('DELETE', `/custom_filters/${id}`)).text, '')
    assert.deepEqual(await ok('GET', '/custom_filters'), [])
  }
})
