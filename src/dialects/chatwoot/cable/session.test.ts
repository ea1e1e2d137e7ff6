import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventFrame, pingFrame } from './protocol.ts'
import { createSession, MAX_FRAME, MAX_REJECTIONS, MAX_SUBSCRIPTIONS } from './session.ts'

// Key order and spaces as no other JSON writer would leave them: the text itself is the name.
const ID = '{"pubsub_token":"t",  "channel":"RoomChannel"}'
const say = (command: string, identifier: unknown = ID, data?: unknown) => JSON.stringify({ command, identifier, data })
const BAD = [{ hangUp: { reason: 'invalid_request', reconnect: false } }]

test('a subscription is confirmed under the very text of its identifier, once', () => {
  const session = createSession()
  assert.deepEqual(session.take(say('subscribe')), [{ subscribe: ID }])
  assert.deepEqual(session.take(say('subscribe')), [])
  const [confirmed] = session.settle(ID, true)
  assert.deepEqual(JSON.parse((confirmed as { send: string }).send), { identifier: ID, type: 'confirm_subscription' })
  assert.deepEqual(session.take(say('subscribe')), [])
  assert.deepEqual(session.settle(ID, true), [])
  assert.equal(JSON.parse(eventFrame(ID, '{"event":"x"}')).identifier, ID)
})

test('a wrong token is rejected, may be asked for again, and is not to be guessed', () => {
  const session = createSession()
  for (let attempt = 1; attempt <= MAX_REJECTIONS; attempt += 1) {
    assert.deepEqual(session.take(say('subscribe')), [{ subscribe: ID }])
    const [rejected, ...then] = session.settle(ID, false)
    assert.deepEqual(JSON.parse((rejected as { send: string }).send), { identifier: ID, type: 'reject_subscription' })
    assert.deepEqual(then, attempt === MAX_REJECTIONS ? [{ hangUp: { reason: 'unauthorized', reconnect: false } }] : [])
  }
})

test('a client that unsubscribes before it is answered is not told of anything', () => {
  const session = createSession()
  session.take(say('subscribe'))
  assert.deepEqual(session.take(say('unsubscribe')), [{ unsubscribe: ID }])
  assert.deepEqual(session.settle(ID, true), [])
  assert.deepEqual(session.take(say('unsubscribe')), [])
})

test('actions are heard on a confirmed subscription only', () => {
  const session = createSession()
  const perform = say('message', ID, '{"action":"update_presence"}')
  assert.deepEqual(session.take(perform), [])
  session.take(say('subscribe'))
  assert.deepEqual(session.take(perform), [])
  session.settle(ID, true)
  assert.deepEqual(session.take(perform), [{ perform: ID, action: 'update_presence' }])
  for (const data of ['{}', 'no json', '[]', undefined, 7]) assert.deepEqual(session.take(say('message', ID, data)), [])
})

test('what is no frame of the protocol ends the connection, an unknown command does not', () => {
  for (const frame of [
    '',
    'x',
    '[]',
    'null',
    '7',
    say('subscribe', 7),
    say('message', null),
    '{"command":"subscribe"}',
    ' '.repeat(MAX_FRAME + 1),
  ])
    assert.deepEqual(createSession().take(frame), BAD, frame)
  for (const frame of ['{}', '{"command":"whisper"}', '{"type":"pong"}']) assert.deepEqual(createSession().take(frame), [], frame)
})

test('subscriptions of one socket are bounded', () => {
  const session = createSession()
  for (let n = 0; n < MAX_SUBSCRIPTIONS; n += 1) assert.deepEqual(session.take(say('subscribe', `${n}`)), [{ subscribe: `${n}` }])
  assert.match(JSON.stringify(session.take(say('subscribe', 'more'))), /reject_subscription/)
  session.take(say('unsubscribe', '0'))
  assert.deepEqual(session.take(say('subscribe', 'more')), [{ subscribe: 'more' }])
})

test('a subscription that ends takes the connection with it when it was the last', () => {
  const session = createSession()
  for (const one of ['a', 'b']) {
    session.take(say('subscribe', one))
    session.settle(one, true)
  }
  assert.equal(session.end('a').length, 1)
  assert.deepEqual(session.end('b')[1], { hangUp: { reason: 'unauthorized', reconnect: false } })
  assert.deepEqual(session.end('b'), [])
})

test('a ping tells whole seconds', () => {
  assert.equal(pingFrame(1_712_001_000_999_999), '{"type":"ping","message":1712001000}')
})
