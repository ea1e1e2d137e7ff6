import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Place, readEmails } from './message-place.ts'

const MAIL = { channel: { kind: 'email' } } as unknown as Place

test('addresses are read in e-mail inboxes alone, and what is none is refused', () => {
  const body = { cc_emails: ' ann@home.example, ,bob@home.example', to_emails: '', bcc_emails: null }
  assert.deepEqual(readEmails(body, MAIL), { cc_emails: ['ann@home.example', 'bob@home.example'], to_emails: [] })
  assert.deepEqual(readEmails({ cc_emails: 'x' }, { channel: { kind: 'api' } } as unknown as Place), {})
  const endless = `a@${'.'.repeat(500_000)}@`
  for (const cc_emails of ['ann', 'ann@home', 'a b@home.example', `${'a'.repeat(250)}@x.example`, endless]) {
    assert.throws(() => readEmails({ cc_emails }, MAIL), { name: 'AppError', code: 'body_invalid' })
  }
})
