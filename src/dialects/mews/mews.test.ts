import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'

test('the OpenAPI document names every operation offered, and nothing else', async (t) => {
  const server = await startServer(t)
  const { status, body } = await server.call('GET', '/mews/openapi.json')
  assert.equal(status, 200)
  const operations = Object.entries(body.paths as Record<string, Record<string, { operationId: string }>>)
  assert.deepEqual(
    operations.map(([path, methods]) => [path.replace(/^(?:\/mews)?\/api\/connector\/v1\//, ''), Object.keys(methods)]).sort(),
    ['configuration/get', 'enterprises/getAll', 'messageThreads/add', 'messageThreads/getAll', 'messages/add', 'messages/getAll'].map(
      (path) => [path, ['post']],
    ),
  )
})
