import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { systemCtx } from '../../src/core/accounts/create-account.ts'
import { fileAddress } from '../../src/core/attachments/file-address.ts'
import { storeAttachment } from '../../src/core/attachments/store-attachment.ts'
import { sendWithin } from '../../src/core/messages/send-within.ts'
import type { Attachment } from '../../src/model/attachment.ts'
import { ENGINE, startServer, type TestServer } from '../harness.ts'
import { launchBrowser } from '../support/browser.ts'

/** Asks for an address that nothing else asks for, if it is run. */
const SCRIPT = "fetch('/ran'); new Image().src = '/ran'; location.hash = 'ran'"
const HTML = `<!doctype html><meta http-equiv="refresh" content="0;url=/ran"><img src="/ran"><body onload="${SCRIPT}"><script>${SCRIPT}</script>`
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="${SCRIPT}"><script>${SCRIPT}</script><image href="/ran"/></svg>`
const FILES: [name: string, mediaType: string, text: string][] = [
  ['page.html', 'text/html', HTML],
  ['page.xhtml', 'application/xhtml+xml', `<html xmlns="http://www.w3.org/1999/xhtml"><script>${SCRIPT}</script></html>`],
  ['drawing.svg', 'image/svg+xml', SVG],
  ['drawing.svg', 'image/svg+xml', `<?xml version="1.0"?>${SVG}`],
  ['script.js', 'text/javascript', SCRIPT],
  ['notes.txt', 'text/plain', HTML],
  ['photo.png', 'image/png', HTML],
  ['paper.pdf', 'application/pdf', HTML],
]

/** Opens an address and shows it in every frame there is, and says whether anything of it was run. */
async function runs(browser: Browser, address: string): Promise<boolean> {
  const page = await (await browser.newContext()).newPage()
  let ran = false
  page.context().on('request', (request) => {
    if (request.url().endsWith('/ran')) ran = true
  })
  page.on('framenavigated', (frame) => {
    if (frame.url().endsWith('#ran')) ran = true
  })
  // What is only saved ends the navigation with a download.
  await page
    .goto(address, { waitUntil: 'networkidle' })
    .catch((error: Error) => assert.match(error.message, /Download is starting|ERR_ABORTED/))
  const around = `<iframe src="${address}"></iframe><embed src="${address}"><object data="${address}"></object><img src="${address}">
    <link rel="stylesheet" href="${address}"><script src="${address}"></script>`
  await page.goto(new URL('/healthz', address).href)
  await page.setContent(around, { waitUntil: 'networkidle' })
  await page.context().close()
  return ran
}

async function storeFile(server: TestServer, name: string, mediaType: string, text: string, believed: boolean): Promise<string> {
  const ctx = { ...systemCtx(server.core, server.home.account.id), origin: server.url }
  const stored = await storeAttachment(server.core, server.home.account.id, { name, mediaType, bytes: Buffer.from(text) })
  const file = believed ? { ...stored, mediaType } : stored
  const message = { to: { id: server.home.conversation.id }, by: server.home.ann, direction: 'outbound' as const, text: 'See' }
  const sent = await server.core.store.tx((tx) => sendWithin(ctx, tx, [{ ...message, attachments: [file] }]))
  return fileAddress(ctx, sent.messages[0]?.attachments[0] as Attachment)
}

async function openBrowser(t: TestContext): Promise<Browser> {
  const browser = await launchBrowser()
  t.after(() => browser.close())
  return browser
}

/** A browser does not see which store is behind the files. */
const ONCE = { skip: ENGINE === 'postgres' && 'no matter of the store' }

test('nothing of a hostile file is run by a browser, opened or embedded, not even under the type its sender claims', ONCE, async (t) => {
  const server = await startServer(t)
  const browser = await openBrowser(t)
  for (const [name, mediaType, text] of FILES) {
    for (const believed of [false, true]) {
      const address = await storeFile(server, name, mediaType, text, believed)
      assert.equal(await runs(browser, address), false, `${name} kept as ${believed ? mediaType : 'what its bytes are'}`)
    }
  }
})

test('the same files are run where nobody keeps them from it', ONCE, async (t) => {
  const browser = await openBrowser(t)
  const host = createServer((request, response) => {
    const file = FILES[Number(request.url?.slice(1))]
    response.setHeader('content-type', file?.[1] ?? 'text/html').end(file?.[2])
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  t.after(() => host.close())
  const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}`
  for (const index of [0, 1, 2, 3, 4]) assert.equal(await runs(browser, `${url}/${index}`), true, FILES[index]?.[0])
})
