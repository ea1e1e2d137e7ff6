import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textParts, webAddress } from './text-parts.ts'

const links = (text: string) => textParts(text).flatMap(({ text, href }) => (href === undefined ? [] : [[text, href]]))

test('addresses in a text become links, without what ends the sentence around them', () => {
  assert.deepEqual(links('See https://example.com/a?b=c, please.'), [['https://example.com/a?b=c', 'https://example.com/a?b=c']])
  assert.deepEqual(links('(https://en.wikipedia.org/wiki/Parley_(x))'), [
    ['https://en.wikipedia.org/wiki/Parley_(x)', 'https://en.wikipedia.org/wiki/Parley_(x)'],
  ])
  assert.deepEqual(links('write to jane.doe@example.com!'), [['jane.doe@example.com', 'mailto:jane.doe@example.com']])
})

test('the parts are the text, whatever it is, and nothing but the web and mail is ever linked', () => {
  for (const text of [
    '',
    'plain',
    'javascript:alert(1) data:text/html,x https://',
    'a https://x.example b@c.example d',
    'http://[::1 <b>',
  ]) {
    assert.equal(
      textParts(text)
        .map((part) => part.text)
        .join(''),
      text,
    )
    for (const [, href] of links(text)) assert.match(href ?? '', /^(https?:\/\/|mailto:)/)
  }
  assert.equal(webAddress('javascript:alert(1)'), undefined)
  assert.equal(webAddress('/relative'), undefined)
  assert.equal(webAddress(7), undefined)
})
