import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { addMember, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

test('a label is made, listed, changed and deleted, and conversations follow', async (t) => {
  const server = await startServer(t, { now: () => 1_767_312_000_000_000 })
  const path = `/conversations/${server.home.conversation.number}`
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const made = await ok('POST', '/labels', { title: 'vip', description: 'Treat well', color: '#1F93FF', show_on_sidebar: false })
    const time = profile === NDOTO ? { created_at: 1_767_312_000 } : {}
    assert.deepEqual(made, { id: made.id, title: 'vip', description: 'Treat well', color: '#1F93FF', show_on_sidebar: false, ...time })
    assert.deepEqual(await ok('GET', '/labels'), { payload: [made] })
    assert.deepEqual(await ok('GET', `/labels/${made.id}`), made)
    await ok('POST', `${path}/labels`, { labels: ['vip', 'late'] })
    assert.equal((await ok('PATCH', `/labels/${made.id}`, { title: 'guest' })).title, 'guest')
    assert.deepEqual(await ok('GET', `${path}/labels`), { payload: ['guest', 'late'] })
    assert.equal((await call('DELETE', `/labels/${made.id}`)).text, '')
    assert.deepEqual((await ok('GET', path)).labels, ['late'])
    assert.equal((await call('GET', `/labels/${made.id}`)).status, 404)
    for (const label of (await ok('GET', '/labels')).payload) await ok('DELETE', `/labels/${label.id}`)
  }
})

test('a title is there once; in upper case it is lowered, or refused where the vendor says so', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const { id } = await ok('POST', '/labels', { title: 'vip' })
    const before = await snapshot(server)
    const words = 'Title has already been taken'
    const taken = await call('POST', '/labels', { title: 'vip' })
    assert.deepEqual([taken.status, taken.body], [422, profile === CHATWOOT ? { message: words, attributes: ['title'] } : { error: words }])
    for (const title of ['', ' ', 'x'.repeat(256), undefined]) assert.equal((await call('POST', '/labels', { title })).status, 422)
    if (profile === NDOTO) {
      for (const body of [{ title: 'Late' }, { title: 'spÄt' }, { title: 'late', color: 'blue' }])
        assert.equal((await call('POST', '/labels', body)).status, 422)
      // Takes no time to speak of.
      assert.equal((await call('POST', '/labels', { title: `${'a'.repeat(500_000)}A` })).status, 422)
      assert.equal((await call('PATCH', `/labels/${id}`, { title: 'Vip' })).status, 422)
      assert.equal(await snapshot(server), before)
    } else {
      const late = await ok('POST', '/labels', { title: 'Late' })
      assert.equal(late.title, 'late')
      await ok('DELETE', `/labels/${late.id}`)
    }
    await ok('DELETE', `/labels/${id}`)
  }
})

test('a conversation may bear any title; only where the vendor says so does it become a label by itself', async (t) => {
  const server = await startServer(t)
  const path = `/conversations/${server.home.conversation.number}/labels`
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    assert.deepEqual(await ok('POST', path, { labels: ['new', 'Newer'] }), { payload: ['new', 'Newer'] })
    const titles = (await ok('GET', '/labels')).payload.map((one: { title: string }) => one.title)
    assert.deepEqual(titles, profile === DIGITAL99 ? ['new', 'newer'] : [])
  }
})

test('agents see labels and definitions, and only administrators write them; another account’s are unknown', async (t) => {
  const server = await startServer(t)
  const { secret } = await addMember(server, 'Otto', 'agent')
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const label = await ok('POST', '/labels', { title: 'vip' })
    const field = await ok('POST', '/custom_attribute_definitions', { attribute_display_name: 'Room', attribute_key: 'room' })
    const before = await snapshot(server)
    for (const [path, id, body] of [
      ['/labels', label.id, { title: 'mine' }],
      ['/custom_attribute_definitions', field.id, { attribute_display_name: 'Mine', attribute_key: 'mine' }],
    ] as const) {
      for (const options of [{ token: secret }, { token: undefined }, { token: 'wrong-token' }]) {
        assert.ok([401, 403].includes((await call('POST', path, body, options)).status))
        assert.ok([401, 403].includes((await call('PATCH', `${path}/${id}`, body, options)).status))
        assert.ok([401, 403].includes((await call('DELETE', `${path}/${id}`, undefined, options)).status))
      }
      await ok('GET', path, undefined, { token: secret })
      const away = deskOf(server, profile, server.away)
      assert.equal((await away.call('GET', `${path}/${id}`)).status, 404)
      assert.equal((await away.call('PATCH', `${path}/${id}`, body)).status, 404)
      assert.equal((await away.call('DELETE', `${path}/${id}`)).status, 404)
    }
    assert.equal(await snapshot(server), before)
    await ok('DELETE', `/labels/${label.id}`)
    await ok('DELETE', `/custom_attribute_definitions/${field.id}`)
  }
})
