import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAnswer } from '../check-answer.ts'
import { type CallAnswer, call, startServer } from '../harness.ts'

test('an answer that its dialect’s document does not declare fails the test that got it', async (t) => {
  const server = await startServer(t)
  const path = `/parley/v1/members/${server.home.ann.id}`
  const good = await server.call('GET', path, { token: server.home.tokens.parley })
  assert.equal(good.status, 200)
  const check = (answer: Partial<CallAnswer>, at = path) =>
    checkAnswer({ method: 'GET', path: at }, { ...good, ...answer }, (document) => call(server.url + document, 'GET'))
  const { name, ...nameless } = good.body

  await check({})
  await assert.rejects(check({ status: 418 }), /not documented/)
  await assert.rejects(check({ body: nameless }), /required/)
  await assert.rejects(check({ body: { ...good.body, name: [name] } }), /must be string/)
  await assert.rejects(check({ body: { ...good.body, surprise: 1 } }), /surprise/)
  await assert.rejects(check({ body: '', text: '' }), /a body is documented/)
  await assert.rejects(check({}, '/parley/v1/nowhere'), /not documented/)
  await check({ status: 404 }, '/parley/v1/nowhere')
})
