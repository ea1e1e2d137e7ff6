import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { normaliseMediaType, readMediaType } from './media-type.ts'

test('a media type is written in lower case without parameters, and what is none is refused', () => {
  assert.equal(normaliseMediaType(' Text/HTML; charset=utf-8'), 'text/html')
  assert.equal(
    normaliseMediaType('application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  )
  assert.equal(normaliseMediaType('image/svg+xml'), 'image/svg+xml')
  for (const text of ['', 'pdf', 'text/', '/plain', 'text/plain\r\nx: y', 'text/pl ain', 'a/b/c', `a/${'b'.repeat(200)}`]) {
    assert.equal(normaliseMediaType(text), undefined, JSON.stringify(text))
  }
})

const PDF = '%PDF-1.7\n1 0 obj'
const ZIP = `PK\x03\x04${'\0'.repeat(60)}`
const OLD_OFFICE = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
const WEBM = Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff', 'hex')
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const HTML = '<!doctype html><script>alert(1)</script>'
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'

test('what the bytes show wins over the claim, and a claim that says more than the bytes stands', async (t) => {
  const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  await check(t, [
    [png, 'image/png', 'image/png'],
    [png, 'application/octet-stream', 'image/png'],
    [png, 'text/html', 'image/png'],
    [png, 'image/jpeg', 'image/png'],
    [PDF, 'image/svg+xml', 'application/pdf'],
    [ZIP, DOCX, DOCX],
    [ZIP, 'application/x-zip-compressed', 'application/zip'],
    [ZIP, 'image/png', 'application/zip'],
    [ZIP, 'application/vnd.mozilla.xul+xml', 'application/zip'],
    [OLD_OFFICE, 'application/msword', 'application/msword'],
    [OLD_OFFICE, 'text/plain', 'application/x-cfb'],
    [WEBM, 'audio/webm', 'audio/webm'],
    [WEBM, 'image/webp', 'video/webm'],
  ])
})

test('words are not taken for a picture, music or a program because of their first letters', async (t) => {
  await check(t, [
    ['BMW 320, two keys', 'text/plain', 'text/plain'],
    ['MAC address;room\n', 'text/csv', 'text/csv'],
    ['MZ, GIF and BZh are letters', 'application/octet-stream', 'application/octet-stream'],
    ['GIF, they say', 'image/gif', 'text/plain'],
    [PDF, 'text/plain', 'application/pdf'],
  ])
})

test('a claim that its bytes do not bear out is not believed', async (t) => {
  await check(t, [
    ['just words', 'image/png', 'text/plain'],
    ['just words', 'application/pdf', 'text/plain'],
    [Buffer.from([1, 2, 3, 4, 5, 6, 7]), 'image/png', 'application/octet-stream'],
    [Buffer.from([1, 2, 3, 4, 5, 6, 7]), 'text/plain', 'application/octet-stream'],
    [Buffer.from([1, 2, 3, 4, 5, 6, 7]), 'text/csv', 'application/octet-stream'],
  ])
})

test('what could run as a program is kept as plain text or as bytes', async (t) => {
  await check(t, [
    [HTML, 'text/html', 'text/plain'],
    [SVG, 'image/svg+xml', 'text/plain'],
    [`<?xml version="1.0"?>${SVG}`, 'image/svg+xml', 'text/plain'],
    [`<?xml version="1.0"?>${SVG}`, 'application/octet-stream', 'application/octet-stream'],
    ['alert(1)', 'text/javascript', 'text/plain'],
    ['alert(1)', 'application/javascript', 'text/plain'],
    ['alert(1)', 'application/x-javascript', 'text/plain'],
    [HTML, 'application/xhtml+xml', 'text/plain'],
    [HTML, 'multipart/related', 'text/plain'],
    [Buffer.from([1, 2, 3, 4, 5, 6, 7]), 'text/html', 'application/octet-stream'],
  ])
})

test('a claim that nothing speaks against stands', async (t) => {
  await check(t, [
    ['a,b\n', 'text/csv', 'text/csv'],
    [Buffer.from('\ufeffa;b', 'utf16le'), 'text/csv', 'text/csv'],
    [Buffer.from('caf\xe9', 'latin1'), 'text/plain', 'text/plain'],
    [HTML, 'text/plain', 'text/plain'],
    ['begin:vcard', 'text/vcard', 'text/vcard'],
    ['{}', 'application/json', 'application/json'],
    ['anything', 'application/x-made-up', 'application/x-made-up'],
    ['', 'text/plain', 'text/plain'],
  ])
})

async function check(
  t: { after(end: () => void): void },
  cases: [bytes: string | Buffer, claim: string, expected: string][],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [bytes, claim, expected] of cases) {
    const path = join(folder, 'file')
    writeFileSync(path, typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes)
    assert.equal(await readMediaType(path, claim), expected, `${JSON.stringify(bytes.toString('latin1').slice(0, 40))} as ${claim}`)
  }
}
