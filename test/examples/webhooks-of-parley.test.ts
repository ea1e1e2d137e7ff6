import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE, startServer } from '../harness.ts'
import { freePort, RECEIVERS, type Receiver, startReceiver } from './receivers.ts'

const onPostgres = ENGINE === 'postgres' && 'no store takes part in how a receiver verifies'

for (const { language, command, skip } of RECEIVERS) {
  test(`the receiver in ${language} takes what Parley sends in every format, and knows a replay`, {
    skip: onPostgres || skip,
  }, async (t) => {
    const server = await startServer(t, { delivery: true })
    const { account, conversation, tokens } = server.home
    const parley = (method: string, path: string, body?: unknown) =>
      server.call(method, `/parley/v1${path}`, { token: tokens.parley, ...(body !== undefined && { body }) })
    const receivers: { id: number; receiver: Receiver }[] = []
    /** Makes a webhook for a receiver, which can begin only once it has the secret. */
    async function begin(format: keyof typeof tokens, path: string, input: object, read: (body: never) => { id: unknown; secret: string }) {
      const port = await freePort()
      const body = { ...input, url: `http://127.0.0.1:${port}/` }
      const answer = await server.call('POST', path, { token: tokens[format], body })
      const { secret } = read(answer.body as never)
      const { body: list } = await parley('GET', '/webhooks')
      const id = list.webhooks.find((one: { url: string }) => one.url === body.url).id
      receivers.push({ id, receiver: await startReceiver(t, command, { PORT: port, WEBHOOK_FORMAT: format, WEBHOOK_SECRET: secret }) })
    }
    type Wrapped = { id: unknown; secret: string }
    await begin('parley', '/parley/v1/webhooks', { events: ['message.created'] }, (body: Wrapped) => body)
    const family = `/chatwoot/api/v1/accounts/${account.id}/webhooks`
    await begin(
      'chatwoot',
      family,
      { subscriptions: ['message_created'] },
      (body: { payload: { webhook: Wrapped } }) => body.payload.webhook,
    )
    await begin('tidysupport', '/tidysupport/v1/webhooks', { events: ['MESSAGE_CREATED'] }, (body: { webhook: Wrapped }) => body.webhook)

    const send = (text: string) => parley('POST', `/conversations/${conversation.id}/messages`, { text })
    for (const text of ['Grüße', 'once more']) assert.equal((await send(text)).status, 201)
    await server.deliver()
    for (const { id, receiver } of receivers) {
      const [, first = '', second = '', ...more] = receiver.lines
      assert.match(first, /^taken 1 [0-9a-f-]{36}$/)
      assert.match(second, /^taken 2 [0-9a-f-]{36}$/)
      assert.deepEqual(more, [])
      assert.equal((await parley('POST', `/webhooks/${id}/deliveries/1/replay`)).status, 202)
      await server.deliver()
      assert.deepEqual(receiver.lines.slice(3), [first.replace('taken', 'seen before')])
      // While a new secret takes over, the old one signs as well, in the formats that have room for both.
      assert.equal((await parley('POST', `/webhooks/${id}/secret`)).status, 200)
    }
    await send('after the change')
    await server.deliver()
    const last = receivers.map(({ receiver }) => receiver.lines.at(-1)?.replace(/ [0-9a-f-]{36}$/, ''))
    assert.deepEqual(last, ['taken 3', 'refused: no signature matches', 'taken 3'])
  })
}
