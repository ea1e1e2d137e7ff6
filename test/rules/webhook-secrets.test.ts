import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OUTLETS } from '../../src/dialects/index.ts'
import { createLog } from '../../src/observe/log.ts'
import { openPlace } from '../delivery/place.ts'
import { answer, startReceiver } from '../delivery/start-receiver.ts'
import { startServer } from '../harness.ts'

/** In the address of every webhook here, as a password, a path or a query would be. */
const MARK = 'zebra'

test('secrets and addresses of webhooks stay with those who manage them: no log, no event and no other receiver has them', async (t) => {
  let log = ''
  const lines = createLog('trace', { write: (line) => (log += line), isTty: false })
  const parley = OUTLETS.get('parley')!
  const failing = { ...parley, render: () => Promise.reject(new Error('The body cannot be made.')) }
  let outlets = OUTLETS
  const lent = { get: (name) => outlets.get(name) } as typeof OUTLETS
  const server = await startServer(t, { delivery: { outlets: lent, log: lines }, parts: { log: lines } })
  const { home } = server
  const { account, tokens } = home
  const receiver = await startReceiver(t)
  let count = 0
  const url = () => `${receiver.url.replace('://', `://${MARK}:${MARK}@`)}/${MARK}/${++count}?Token=${MARK}`
  const post = async (token: string, path: string, body: object) => {
    const made = await server.call('POST', path, { token, body })
    assert.ok(made.status < 300, made.text)
    return made
  }
  const family = `/chatwoot/api/v1/accounts/${account.id}`
  const own = await post(tokens.parley, '/parley/v1/webhooks', { url: url(), events: ['*'] })
  const others = [
    await post(tokens.chatwoot, `${family}/webhooks`, { url: url(), subscriptions: ['message_created'] }),
    await post(tokens.tidysupport, '/tidysupport/v1/webhooks', { url: url(), events: ['MESSAGE_CREATED'] }),
    await post(tokens.chatwoot, `${family}/inboxes`, { name: 'App', channel: { type: 'api', webhook_url: url() } }),
    await post(tokens.chatwoot, `${family}/agent_bots`, { name: 'Helper', outgoing_url: url() }),
    await post(tokens.parley, `/parley/v1/webhooks/${own.body.id}/secret`, {}),
  ]
  const secrets = [own, ...others].flatMap(({ text }) =>
    [...text.matchAll(/"secret":"(?:whsec_)?([^"]+)"/g)].map((match) => match[1] ?? ''),
  )
  assert.equal(secrets.length, 5)
  secrets.push(Buffer.from(secrets[0] ?? '', 'base64').toString('base64url'))

  const { say } = openPlace(server)
  await say(home.conversation.id, ['one'])
  await server.deliver()
  const told = receiver.taken.length
  assert.ok(told > 3)
  receiver.behave(() => answer(500))
  await say(home.conversation.id, ['two'])
  await server.deliver()
  outlets = new Map([...OUTLETS, ['parley', failing]])
  await post(tokens.parley, `/parley/v1/webhooks/${own.body.id}/resume`, {})
  await server.deliver()
  assert.match(log, /The body cannot be made/)

  const events = await server.call('GET', '/parley/v1/events?limit=200', { token: tokens.parley })
  const list = await server.call('GET', '/parley/v1/webhooks', { token: tokens.parley })
  const ledger = await server.call('GET', `/parley/v1/webhooks/${own.body.id}/deliveries`, { token: tokens.parley })
  assert.ok(list.body.webhooks.length === 5 && ledger.body.deliveries.length > 0)
  // A receiver's own address is in its requests, where it belongs.
  const requests = receiver.received.map(({ raw, headers: { authorization: _, ...headers } }) => raw + JSON.stringify(headers)).join('\n')
  const places = { log, events: events.text, list: list.text, ledger: ledger.text, requests }
  for (const [place, text] of Object.entries(places)) {
    for (const secret of secrets) assert.ok(!text.includes(secret), `a secret stands in the ${place}`)
    if (place !== 'list') assert.ok(!text.includes(MARK), `an address stands in the ${place}`)
  }
})
