import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { checkAnswer, type SeenAnswer } from '../check-answer.ts'
import { startServer } from '../harness.ts'
import { recordAnswers } from '../record-answers.ts'

test('an answer that its dialect’s document does not declare fails the test that got it', async (t) => {
  const server = await startServer(t)
  const path = `/parley/v1/members/${server.home.ann.id}`
  const good = await server.call('GET', path, { token: server.home.tokens.parley })
  assert.equal(good.status, 200)
  const check = (answer: Partial<SeenAnswer> & { body?: unknown }, at = path) => {
    const text = answer.text ?? JSON.stringify(answer.body ?? good.body)
    return checkAnswer({ method: 'GET', path: at }, { status: answer.status ?? 200, text }, (document) => fetch(server.url + document))
  }
  const { name, ...nameless } = good.body

  await check({})
  await assert.rejects(check({ status: 418 }), /not documented/)
  await assert.rejects(check({ body: nameless }), /required/)
  await assert.rejects(check({ body: { ...good.body, name: [name] } }), /must be string/)
  await assert.rejects(check({ body: { ...good.body, surprise: 1 } }), /surprise/)
  await assert.rejects(check({ text: '' }), /a body is documented/)
  await assert.rejects(check({}, '/parley/v1/nowhere'), /not documented/)
  await check(
    { status: 404, body: { error: { code: 'route_not_found', message: 'No such address.', requestId: '1' } } },
    '/parley/v1/nowhere',
  )
  await assert.rejects(check({ status: 404, body: { Message: 'in words of another vendor' } }, '/parley/v1/nowhere'), /required/)
})

test('answers are checked whichever client got them', async (t) => {
  const server = await startServer(t)
  const answers = recordAnswers()
  const liar = createServer((_request, response) => response.setHeader('content-type', 'application/json').end('{"surprise":1}'))
  answers.watch(liar)
  liar.listen(0)
  await once(liar, 'listening')
  t.after(() => liar.close())
  const { port } = liar.address() as AddressInfo
  await (await fetch(`http://127.0.0.1:${port}/parley/v1/members`)).text()
  await assert.rejects(answers.check(server.url), /surprise/)
  await answers.check(server.url) // each once
})
