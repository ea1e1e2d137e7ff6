import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../harness.ts'

const FAMILY = ['chatwoot', 'ndoto', '99digital'] as const
type Name = (typeof FAMILY)[number]

/** Ann's calls in the three profiles and in Parley's own API; each answers the body of a 2xx. */
function callsOf(server: TestServer) {
  const { home } = server
  async function ok(name: Name | 'parley', method: string, path: string, body?: object) {
    const base = name === 'parley' ? '/parley/v1' : `/${name}/api/v1/accounts/${home.account.id}`
    const answer = await server.call(method, base + path, { token: home.tokens[name], body })
    assert.ok(answer.status < 300, `${name} ${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  return ok
}

const others = (name: Name) => FAMILY.filter((one) => one !== name)

test('what a team sets up for itself through one profile is there in the others, under the same id', async (t) => {
  const server = await startServer(t)
  const ok = callsOf(server)
  const { bob, channel } = server.home
  for (const name of FAMILY) {
    const team = await ok(name, 'POST', '/teams', { name: `Desk of ${name}`, description: 'Days', allow_auto_assign: true })
    await ok(name, 'POST', `/teams/${team.id}/team_members`, { user_ids: [bob.id] })
    const label = await ok(name, 'POST', '/labels', { title: `label of ${name}` })
    const canned = await ok(name, 'POST', '/canned_responses', { short_code: name, content: 'Hello' })
    const field = await ok(name, 'POST', '/custom_attribute_definitions', { attribute_display_name: 'Room', attribute_key: `room.${name}` })
    await ok(name, 'POST', '/inbox_members', { inbox_id: channel.id, user_ids: [bob.id] })
    for (const other of others(name)) {
      assert.equal((await ok(other, 'GET', `/teams/${team.id}`)).name, `Desk of ${name}`)
      assert.deepEqual(
        (await ok(other, 'GET', `/teams/${team.id}/team_members`)).map((one: { id: number }) => one.id),
        [bob.id],
      )
      assert.equal((await ok(other, 'GET', `/labels/${label.id}`)).title, `label of ${name}`)
      assert.deepEqual(await ok(other, 'GET', `/canned_responses?search=${name}`), [canned])
      assert.deepEqual(await ok(other, 'GET', `/custom_attribute_definitions/${field.id}`), field)
      assert.equal((await ok(other, 'GET', `/inbox_members/${channel.id}`)).payload[0].id, bob.id)
    }
    await ok(name, 'PATCH', '/inbox_members', { inbox_id: channel.id, user_ids: [] })
  }
})

test('a label that is renamed or deleted in one profile is so on conversations and contacts, whoever looks', async (t) => {
  const server = await startServer(t)
  const ok = callsOf(server)
  const { conversation, jane } = server.home
  for (const name of FAMILY) {
    const label = await ok(name, 'POST', '/labels', { title: 'late' })
    for (const other of FAMILY) {
      await ok(other, 'POST', `/conversations/${conversation.number}/labels`, { labels: ['late'] })
      await ok(other, 'POST', `/contacts/${jane.id}/labels`, { labels: ['late'] })
      const rename = async (title: string) => {
        await ok(name, 'PATCH', `/labels/${label.id}`, { title })
        for (const reader of FAMILY) {
          assert.deepEqual((await ok(reader, 'GET', `/conversations/${conversation.number}`)).labels, [title])
          assert.deepEqual(await ok(reader, 'GET', `/contacts/${jane.id}/labels`), { payload: [title] })
        }
        assert.deepEqual((await ok('parley', 'GET', `/conversations/${conversation.id}`)).labels, [title])
      }
      await rename('tardy')
      await rename('late')
    }
    await ok(name, 'DELETE', `/labels/${label.id}`)
    assert.deepEqual((await ok('parley', 'GET', `/conversations/${conversation.id}`)).labels, [])
    for (const { id } of (await ok('99digital', 'GET', '/labels')).payload) await ok('99digital', 'DELETE', `/labels/${id}`)
  }
})

test('a conversation loses its team and its agent when they are deleted, in every API', async (t) => {
  const server = await startServer(t)
  const ok = callsOf(server)
  const { conversation } = server.home
  for (const name of FAMILY) {
    const team = await ok(name, 'POST', '/teams', { name: 'Desk', description: 'Days', allow_auto_assign: true })
    const agent = await ok(name, 'POST', '/agents', { name: 'Otto', email: `otto@${name}.example`, role: 'agent' })
    const path = `/conversations/${conversation.number}`
    await ok(name, 'POST', `${path}/assignments`, { team_id: team.id })
    await ok(name, 'POST', `${path}/assignments`, { assignee_id: agent.id })
    const seen = async () => {
      const { teamId, assigneeId } = await ok('parley', 'GET', `/conversations/${conversation.id}`)
      const faces = await Promise.all(FAMILY.map((one) => ok(one, 'GET', path)))
      return [teamId, assigneeId, ...faces.flatMap(({ meta }) => [meta.team?.id ?? null, meta.assignee?.id ?? null])]
    }
    assert.deepEqual(await seen(), Array.from({ length: 4 }, () => [team.id, agent.id]).flat())
    await ok(name, 'DELETE', `/teams/${team.id}`)
    assert.deepEqual(await seen(), Array.from({ length: 4 }, () => [null, agent.id]).flat())
    await ok(name, 'DELETE', `/agents/${agent.id}`)
    assert.deepEqual(
      await seen(),
      Array.from({ length: 8 }, () => null),
    )
  }
})
