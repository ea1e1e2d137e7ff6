import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { RECEIVERS, startReceiver } from './receivers.ts'

const KEY = Buffer.from('the bytes of a signing key')
const WHSEC = `whsec_${KEY.toString('base64')}`
const BODY = '{"type":"message.created","text":"Grüße"}'

type Draft = { id: string; number: number; at?: number; key?: Buffer | string; body?: string }
type Signer = (draft: Required<Draft>) => Record<string, string>

const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text)
const SIGNERS: Record<string, { secret: string; key: Buffer | string; sign: Signer }> = {
  parley: {
    secret: WHSEC,
    key: KEY,
    sign: ({ id, at, key, body }) => ({
      'webhook-timestamp': String(at),
      'webhook-signature': `v1a,AAAA v1,AAAA v1,${hmac(key, `${id}.${at}.${body}`).digest('base64')}`,
    }),
  },
  chatwoot: {
    secret: 's3cret',
    key: 's3cret',
    sign: ({ at, key, body }) => ({
      'X-Chatwoot-Timestamp': String(at),
      'X-Chatwoot-Signature': `sha256=${hmac(key, `${at}.${body}`).digest('hex')}`,
    }),
  },
  tidysupport: {
    secret: 's3cret',
    key: 's3cret',
    sign: ({ at, key, body }) => ({ 'x-tidysupport-signature': `t=${at},v1=00ff,v1=${hmac(key, `${at}.${body}`).digest('hex')}` }),
  },
}

for (const { language, command, skip } of RECEIVERS) {
  for (const [format, { secret, key, sign }] of Object.entries(SIGNERS)) {
    test(`the receiver in ${language} takes ${format} deliveries that are genuine, each once, and says what is missing`, {
      skip,
    }, async (t) => {
      const receiver = await startReceiver(t, command, {
        WEBHOOK_FORMAT: format,
        WEBHOOK_SECRET: `${format === 'parley' ? 'whsec_b3RoZXI=' : 'other'},${secret}`,
      })
      const now = Math.floor(Date.now() / 1000)
      async function send(draft: Draft, change: { body?: string; headers?: Record<string, string> } = {}): Promise<number> {
        const whole = { at: now, key, body: BODY, ...draft }
        const headers = { 'webhook-id': whole.id, 'webhook-number': String(whole.number), ...sign(whole), ...change.headers }
        const answer = await fetch(receiver.url, { method: 'POST', headers, body: change.body ?? whole.body })
        await answer.arrayBuffer()
        return answer.status
      }

      assert.equal(await send({ id: 'a', number: 1 }), 204)
      assert.equal(await send({ id: 'a', number: 1, at: now - 200 }), 204)
      assert.equal(await send({ id: 'c', number: 3 }), 204)
      assert.equal(await send({ id: 'b', number: 2, body: '{}' }), 204)
      assert.equal(await send({ id: 'a', number: 4 }), 204)
      assert.equal(await send({ id: 'd', number: 5 }, { body: BODY.replace('ü', 'u') }), 401)
      assert.equal(await send({ id: 'd', number: 5, key: 'wrong' }), 401)
      assert.equal(await send({ id: 'd', number: 5, at: now - 400 }), 401)
      assert.equal(await send({ id: 'd', number: 5, at: now + 400 }), 401)
      const none = { 'webhook-signature': '', 'X-Chatwoot-Signature': 'sha256=', 'x-tidysupport-signature': `t=${now},v1=` }
      assert.equal(await send({ id: 'd', number: 5 }, { headers: none }), 401)
      assert.equal(await send({ id: 'd', number: Number.NaN }), 401)
      assert.equal((await fetch(receiver.url, { method: 'POST' })).status, 401)
      assert.deepEqual(receiver.lines.slice(1), [
        'taken 1 a',
        'seen before 1 a',
        'taken 3 c',
        'missing 2',
        'taken 2 b',
        'seen before 4 a',
        ...['no signature matches', 'no signature matches', 'it was signed too long ago', 'it was signed too long ago'].map(
          (why) => `refused: ${why}`,
        ),
        'refused: no signature matches',
        'refused: it has no id and number',
        'refused: it says no time',
      ])
    })
  }
}
