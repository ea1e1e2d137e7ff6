import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../api/api-error.ts'
import type { Api, Query } from '../api/client.ts'
import { createWebhookStore } from './webhook-store.ts'

/** An API that answers when it is told to. */
function fakeApi() {
  const asked: { path: string; query?: Query; answer(value: unknown): void; refuse(error: Error): void }[] = []
  const sent: { method: string; path: string; body: unknown }[] = []
  const api = {
    get: (path: string, query?: Query) =>
      new Promise((resolve, reject) => {
        asked.push({ path, query, answer: resolve, refuse: reject })
      }),
    send: async (method: string, path: string, body: unknown) => {
      sent.push({ method, path, body })
      return { position: 31 }
    },
  } as unknown as Pick<Api, 'get' | 'send'>
  const answer = async (what: RegExp, value: unknown) => {
    await new Promise((resolve) => setImmediate(resolve))
    for (const one of asked.splice(0)) {
      if (what.test(one.path)) one.answer(value)
      else asked.push(one)
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { api, asked, sent, answer }
}
const row = (number: number, state = 'delivered') => ({ number, state, position: number + 10 })
const numbers = ({ ledger }: ReturnType<typeof createWebhookStore>) => ledger.value?.rows.map(({ number }) => number)

test('an answer about another filter than the one that is shown is forgotten', async () => {
  const { api, answer, asked } = fakeApi()
  const store = createWebhookStore(api, 3, () => {})
  const first = store.refresh()
  const second = store.choose('failed')
  assert.deepEqual(
    asked.filter(({ path }) => path.endsWith('deliveries')).map(({ query }) => query?.state),
    [undefined, 'failed'],
  )
  const [all, failed] = asked.filter(({ path }) => path.endsWith('deliveries'))
  failed?.answer({ deliveries: [row(4, 'failed')], nextBefore: null })
  all?.answer({ deliveries: [row(9), row(8)], nextBefore: null })
  await answer(/webhooks\/3$/, { id: 3 })
  await Promise.all([first, second])
  assert.deepEqual(numbers(store), [4])
})

test('a test is told of once it stands in the ledger, and what cannot be read leaves what is known', async () => {
  const { api, answer, asked, sent } = fakeApi()
  const told: number[] = []
  const store = createWebhookStore(api, 3, (number) => told.push(number))
  const testing = store.test()
  await answer(/./, { deliveries: [row(20)], nextBefore: null })
  await testing
  assert.deepEqual([sent, told], [[{ method: 'POST', path: '/webhooks/3/test', body: undefined }], []])
  const again = store.refresh()
  await answer(/./, { deliveries: [row(21), row(20)], nextBefore: null })
  await again
  assert.deepEqual(told, [21])

  const broken = store.refresh()
  for (const one of asked.splice(0)) one.refuse(new Error('not now'))
  await broken
  assert.deepEqual([store.failure.value?.message, numbers(store)], ['not now', [21, 20]])
})

test('an address that names a delivery which is gone shows the webhook all the same', async () => {
  const { api, asked, answer } = fakeApi()
  const store = createWebhookStore(api, 3, () => {})
  const opening = store.open(7)
  asked.splice(0)[0]?.refuse(new ApiError('No such delivery', { code: 'webhook_delivery_not_found', status: 404 }))
  await opening
  const refreshing = store.refresh()
  await answer(/deliveries$/, { deliveries: [], nextBefore: null })
  await answer(/3$/, { id: 3 })
  await refreshing
  assert.deepEqual([store.webhook.value?.id, store.failure.value, asked], [3, undefined, []])
})
