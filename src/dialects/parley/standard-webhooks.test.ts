import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook as Receiver } from 'standardwebhooks'
import { newWebhookSecret } from '../../core/webhooks/webhook-secret.ts'
import type { Webhook } from '../../model/webhook.ts'
import { fromWireSecret, signatureHeaders, toWireSecret } from './standard-webhooks.ts'

const deliveryId = 'msg_p5jXN8AQM9LWM0D4loKWxJek'

function sign(webhook: Partial<Webhook>, atSeconds: number, body: string): Record<string, string> {
  const whole = { oldSecret: null, oldSecretUntil: null, ...webhook } as Webhook
  return { 'webhook-id': deliveryId, ...signatureHeaders({ webhook: whole, name: 'any', number: 1, deliveryId, atSeconds, body }) }
}

test('the signature is the one of the published sample', () => {
  const secret = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  assert.deepEqual(sign({ secret }, 1614265330, '{"test": 2432232314}'), {
    'webhook-id': deliveryId,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
  assert.equal(toWireSecret(secret), `whsec_${secret}`)
})

test('a secret that somebody chose is one of 24 to 64 bytes in base64 behind the prefix', () => {
  for (const bytes of [24, 32, 64].map((length) => Buffer.alloc(length, 0xfb))) {
    const text = `whsec_${bytes.toString('base64')}`
    assert.equal(fromWireSecret(text), bytes.toString('base64url'))
    assert.equal(toWireSecret(fromWireSecret(text) ?? ''), text)
  }
  const good = Buffer.alloc(24, 0xfb).toString('base64')
  const short = Buffer.alloc(23).toString('base64')
  const long = Buffer.alloc(65).toString('base64')
  for (const text of [
    good,
    `whsec_${short}`,
    `whsec_${long}`,
    `whsec_${good}=`,
    `whsec_${good.replace('/', ' ')}`,
    'whsec_',
    '',
    `whsec ${good}`,
  ]) {
    assert.equal(fromWireSecret(text), undefined, text)
  }
})

test('a receiver with the unmodified library takes what is signed, with the old secret as long as it is good, and nothing that was changed', () => {
  const [secret, oldSecret] = [newWebhookSecret(), newWebhookSecret()]
  const now = Math.floor(Date.now() / 1000)
  const body = JSON.stringify({ type: 'message.created', data: { text: 'Schön, dass Sie da sind 🎉' } })
  const reads = (shown: string, headers: Record<string, string>, text = body) => {
    try {
      return new Receiver(toWireSecret(shown)).verify(text, headers)
    } catch {
      return 'refused'
    }
  }
  const during = sign({ secret, oldSecret, oldSecretUntil: (now + 1) * 1_000_000 }, now, body)
  const after = sign({ secret, oldSecret, oldSecretUntil: now * 1_000_000 }, now, body)
  assert.deepEqual([reads(secret, during), reads(oldSecret, during)], [JSON.parse(body), JSON.parse(body)])
  assert.deepEqual([reads(secret, after), reads(oldSecret, after)], [JSON.parse(body), 'refused'])
  assert.equal(reads(secret, during, `${body} `), 'refused')
  assert.equal(reads(secret, { ...during, 'webhook-id': 'msg_other' }), 'refused')
  assert.equal(reads(secret, { ...during, 'webhook-timestamp': String(now - 1) }), 'refused')
  assert.equal(reads(newWebhookSecret(), during), 'refused')
})
