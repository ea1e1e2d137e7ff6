import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'

const AT = '2026-01-02T00:00:00.000000Z'
const frozen = { now: () => Date.UTC(2026, 0, 2) * 1000 }

test('labels are defined, listed, changed wherever they are borne, and ended, by administrators', async (t) => {
  const server = await startServer(t, frozen)
  const { home } = server
  const ann = parleyClient(server, home.secrets.ann)
  const bob = parleyClient(server, home.secrets.bob)
  const made = await ann.post('/labels', { title: ' VIP ', color: '#aa0011' })
  const vip = { id: made.body.id, title: 'vip', description: null, color: '#aa0011', onSidebar: true, createdAt: AT, updatedAt: AT }
  assert.deepEqual([made.status, made.body], [201, vip])
  const late = (await ann.post('/labels', { title: 'late', onSidebar: false, description: 'After ten' })).body
  assert.deepEqual((await bob.get('/labels')).body, { labels: [late, vip] })
  assert.deepEqual((await bob.get(`/labels/${vip.id}`)).body, vip)
  const path = `/conversations/${home.conversation.id}`
  await bob.patch(path, { labels: ['vip', 'late'] })
  assert.deepEqual((await ann.patch(`/labels/${vip.id}`, { title: 'Regular', color: '#00AA11' })).body, {
    ...vip,
    title: 'regular',
    color: '#00AA11',
  })
  assert.deepEqual((await bob.get(path)).body.labels, ['regular', 'late'])
  const taken = await ann.patch(`/labels/${late.id}`, { title: 'REGULAR' })
  assert.deepEqual([taken.status, taken.body.error.code, taken.body.error.field], [409, 'label_title_taken', 'title'])
  assert.equal((await ann.delete(`/labels/${vip.id}`)).status, 204)
  assert.deepEqual((await bob.get(path)).body.labels, ['late'])
  assert.equal((await bob.get(`/labels/${vip.id}`)).body.error.code, 'label_not_found')
  assert.equal((await bob.post('/labels', { title: 'x' })).status, 403)
  for (const body of [
    {},
    { title: ' ' },
    { title: 'x', color: 'red' },
    { title: 'x', onSidebar: 'yes' },
    { title: 'x', colour: '#ffffff' },
  ])
    assert.equal((await ann.post('/labels', body)).status, 422, JSON.stringify(body))
  assert.equal((await bob.get('/labels')).body.labels.length, 1)
})

test('canned responses are kept by the team, found by code and text, and unknown to customers', async (t) => {
  const server = await startServer(t, frozen)
  const { home } = server
  const bob = parleyClient(server, home.secrets.bob)
  const made = await bob.post('/canned-responses', { shortCode: 'hello', content: 'Good day' })
  const hello = { id: made.body.id, shortCode: 'hello', content: 'Good day', createdAt: AT, updatedAt: AT }
  assert.deepEqual([made.status, made.body], [201, hello])
  const bye = (await bob.post('/canned-responses', { shortCode: 'bye', content: 'Hello and goodbye' })).body
  assert.deepEqual((await bob.get('/canned-responses')).body, { cannedResponses: [bye, hello] })
  assert.deepEqual((await bob.get('/canned-responses?search=HELL')).body, { cannedResponses: [hello, bye] })
  assert.deepEqual((await bob.get(`/canned-responses/${bye.id}`)).body, bye)
  const taken = await bob.patch(`/canned-responses/${bye.id}`, { shortCode: 'hello' })
  assert.deepEqual([taken.status, taken.body.error.code, taken.body.error.field], [409, 'short_code_taken', 'shortCode'])
  assert.deepEqual((await bob.patch(`/canned-responses/${bye.id}`, { content: 'Bye' })).body, { ...bye, content: 'Bye' })
  assert.equal((await bob.delete(`/canned-responses/${bye.id}`)).status, 204)
  assert.equal((await bob.get(`/canned-responses/${bye.id}`)).body.error.code, 'canned_response_not_found')
  for (const body of [{ shortCode: 'x' }, { content: 'x' }, { shortCode: '', content: 'x' }, { shortCode: 'x', content: ' ' }])
    assert.equal((await bob.post('/canned-responses', body)).status, 422, JSON.stringify(body))
  const jane = parleyClient(server, home.secrets.jane)
  assert.equal((await jane.get('/canned-responses')).status, 403)
  assert.equal((await jane.get('/labels')).status, 403)
})
