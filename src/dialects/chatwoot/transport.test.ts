import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../test/harness.ts'
import { deskOf, snapshot } from './desk-test.ts'
import { PROFILES } from './family-test.ts'
import type { Profile } from './profile.ts'

// Address, transport, conventions (chatwoot sheet 1): each test is a line of that table, held in all three dialects.

const json = { 'content-type': 'application/json' }

test('a version probe needs no credential', async (t) => {
  const server = await startServer(t)
  for (const { mount } of PROFILES) {
    const { status, body } = await server.call('GET', `${mount}/api`)
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body).sort(), ['data_services', 'queue_services', 'timestamp', 'version'])
  }
})

test('a trailing slash and `.json` are accepted on reads and writes, at the mount and at the root', async (t) => {
  const server = await startServer(t)
  const { account, channel, tokens } = server.home
  for (const { name, mount } of PROFILES) {
    for (const base of [mount, '']) {
      for (const ending of ['/', '.json']) {
        const at = (path: string) => `${base}/api/v1/accounts/${account.id}${path}${ending}`
        const { status, body } = await server.call('GET', at('/inboxes'), { token: tokens[name] })
        assert.equal(status, 200)
        assert.equal(body.payload[0].id, channel.id)
        assert.equal((await server.call('GET', at(`/inboxes/${channel.id}`), { token: tokens[name] })).status, 200)
        const said = { name: `Kim ${base}${ending}`, inbox_id: channel.id }
        assert.equal((await server.call('POST', at('/contacts'), { token: tokens[name], body: said })).status, 200)
      }
    }
  }
})

test('PUT and PATCH are the same action on every update route', async (t) => {
  const server = await startServer(t)
  for (const { mount } of PROFILES) {
    const { paths } = (await server.call('GET', `${mount}/openapi.json`)).body as { paths: Record<string, Record<string, unknown>> }
    for (const [path, methods] of Object.entries(paths)) assert.equal('put' in methods, 'patch' in methods, path)
  }
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const path = `/contacts/${server.home.jane.id}`
    const put = await ok('PUT', path, { name: profile.title })
    assert.deepEqual(await ok('PATCH', path, { name: profile.title }), put)
  }
})

test('success is 200, for every create, update and delete', async (t) => {
  const server = await startServer(t)
  for (const { mount } of PROFILES) {
    const { paths } = (await server.call('GET', `${mount}/openapi.json`)).body as {
      paths: Record<string, Record<string, { responses: object }>>
    }
    for (const [path, methods] of Object.entries(paths)) {
      for (const { responses } of Object.values(methods)) {
        const good = Object.keys(responses).filter((status) => status < '400')
        assert.deepEqual(good, ['200'], path)
      }
    }
  }
})

test('application/json on a request without a body is harmless', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const talk = `/conversations/${server.home.conversation.number}`
    await ok('GET', talk, undefined, { headers: json })
    await ok('POST', `${talk}/update_last_seen`, undefined, { headers: json })
    const { payload } = await ok('POST', '/contacts', { name: 'Kim', inbox_id: server.home.channel.id })
    await ok('DELETE', `/contacts/${payload.contact.id}`, undefined, { headers: json })
  }
})

test('JSON, urlencoded and multipart bodies mean the same', async (t) => {
  const server = await startServer(t)
  const fields = { name: 'Kim', blocked: 'true', 'custom_attributes[plan]': 'gold', inbox_id: String(server.home.channel.id) }
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const said = { name: 'Kim', blocked: true, custom_attributes: { plan: 'gold' }, inbox_id: server.home.channel.id }
    const { contact } = (await ok('POST', '/contacts', said)).payload
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    for (const body of [new URLSearchParams(fields), form]) {
      const made = (await post(server, profile, '/contacts', body)).payload.contact
      assert.deepEqual({ ...made, id: 0, created_at: 0, contact_inboxes: 0 }, { ...contact, id: 0, created_at: 0, contact_inboxes: 0 })
    }
  }
})

test('an object in a form is JSON text or bracket keys', async (t) => {
  const server = await startServer(t)
  const inbox_id = String(server.home.channel.id)
  for (const profile of PROFILES) {
    for (const [field, value] of [
      ['custom_attributes', '{"plan":"gold"}'],
      ['custom_attributes[plan]', 'gold'],
    ] as const) {
      const made = await post(server, profile, '/contacts', new URLSearchParams({ [field]: value, name: 'Kim', inbox_id }))
      assert.deepEqual(made.payload.contact.custom_attributes, { plan: 'gold' })
    }
  }
})

test('in a query labels[]=a&labels[]=b and labels=a&labels=b are a list', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    await ok('POST', `/conversations/${server.home.conversation.number}/labels`, { labels: ['vip'] })
    await ok('POST', `/conversations/${server.home.ticket.number}/labels`, { labels: ['new'] })
    for (const query of ['labels[]=vip&labels[]=new', 'labels=vip&labels=new']) {
      assert.equal((await ok('GET', `/conversations?${query}`)).data.payload.length, 2, query)
    }
    assert.equal((await ok('GET', '/conversations?labels[]=new')).data.payload.length, 1)
  }
})

test('a wrapped body and a flat one mean the same, in JSON and in forms', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const path = `/agents/${server.home.eve.id}`
    assert.equal((await ok('PATCH', path, { name: 'Flat', role: 'agent' })).name, 'Flat')
    assert.equal((await ok('PATCH', path, { agent: { name: 'Wrapped', role: 'agent' } })).name, 'Wrapped')
    assert.equal((await ok('PATCH', path, { name: 'Beside', agent: { name: 'Inside', role: 'agent' } })).name, 'Inside')
    const form = await post(server, profile, path, new URLSearchParams({ 'agent[name]': 'Form', 'agent[role]': 'agent' }), 'PUT')
    assert.equal(form.name, 'Form')
    const before = await snapshot(server)
    const refused = await deskOf(server, profile).call('PATCH', path, { agent: { name: 7 } })
    assert.equal(refused.status, 422)
    assert.equal(await snapshot(server), before)
  }
})

test('unknown keys are passed over', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const { payload } = await ok('POST', '/contacts', { name: 'Kim', inbox_id: server.home.channel.id, shoe_size: 44 })
    assert.equal('shoe_size' in payload.contact, false)
  }
})

async function post(server: TestServer, { name, mount }: Profile, path: string, body: URLSearchParams | FormData, method = 'POST') {
  const headers = { api_access_token: server.home.tokens[name] }
  const answer = await fetch(`${server.url}${mount}/api/v1/accounts/${server.home.account.id}${path}`, { method, headers, body })
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  return JSON.parse(text)
}
