import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWebAddress } from './web-address.ts'

test('an address is http or https, with a host, without blanks, and of at most 2,048 bytes', () => {
  const path = (length: number) => `https://a.example/${'x'.repeat(length)}`
  const good = [
    'http://a.example',
    'HTTPS://A.EXAMPLE/x?y=z#w',
    'http://localhost:3000/hook',
    'http://[::1]/',
    'https://bücher.example/ü',
    path(2030),
  ]
  for (const text of good) assert.equal(isWebAddress(text), true, text)
  const bad = [
    '',
    'a.example',
    '//a.example',
    'ftp://a.example',
    'javascript:alert(1)',
    'http://',
    'http:a',
    'https://a b.example',
    ' https://a.example',
  ]
  bad.push('https://a.example\n', 'https://a.example/\u0007', 'see https://a.example', path(2031), `https://a.example/${'ü'.repeat(1100)}`)
  for (const text of bad) assert.equal(isWebAddress(text), false, text)
})
