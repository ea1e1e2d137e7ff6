import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, PASSWORD_COST, verifyPassword } from './hash-password.ts'

const REAL = { passwordCost: PASSWORD_COST }

test('a hash is of its own salt, carries its cost, and is good for its password alone', async () => {
  const [one, two] = [await hashPassword(REAL, 'correct horse'), await hashPassword(REAL, 'correct horse')]
  assert.match(one, /^scrypt\$N=32768,r=8,p=3\$[\w-]{22}\$[\w-]{43}$/)
  assert.notEqual(one, two)
  assert.equal(await verifyPassword(REAL, 'correct horse', one), true)
  assert.equal(await verifyPassword(REAL, 'correct horsf', one), false)
  assert.equal(await verifyPassword(REAL, '', one), false)
  assert.equal(await verifyPassword(REAL, 'x'.repeat(5000), one), false)
})

test('a hash that cost less once is still verified at its own cost', async () => {
  // scrypt('pässword', salt 'salt of 16 bytes', N=1024, r=8, p=1), made by Python’s hashlib.
  const old = 'scrypt$N=1024,r=8,p=1$c2FsdCBvZiAxNiBieXRlcw$5H-fiTqcibfmwqqX6I_G2QRWJAprRRf42JRjUGLD2pQ'
  assert.equal(await verifyPassword(REAL, 'pässword', old), true)
  assert.equal(await verifyPassword(REAL, 'pa\u0308ssword', old), true, 'the same letters, written otherwise')
  assert.equal(await verifyPassword(REAL, 'passwort', old), false)
})

test('nobody’s password is wrong, whatever it is', async () => {
  assert.equal(await verifyPassword(REAL, '', undefined), false)
  assert.equal(await verifyPassword(REAL, 'anything', undefined), false)
})

test('what is too short or too long is no password', async () => {
  for (const password of ['', '1234567', 'x'.repeat(1025)]) await assert.rejects(hashPassword(REAL, password), { code: 'password_invalid' })
  await hashPassword(REAL, 'x'.repeat(8))
})

test('too many at once are refused instead of being kept waiting', async () => {
  const cheap = 'scrypt$N=16,r=8,p=1$c2FsdA$AAAA'
  const results = await Promise.allSettled(Array.from({ length: 80 }, () => verifyPassword(REAL, 'x', cheap)))
  const refused = results.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 16)
  assert.ok(refused.every((one) => one.reason.code === 'unavailable'))
  assert.equal(await verifyPassword(REAL, 'x', cheap), false)
})
