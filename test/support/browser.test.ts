import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { launchBrowser } from './browser.ts'

test('a page of this machine is shown with its script run, and a picture of it can be taken', async (t) => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end('<body style="background: #0c0"><script>document.title = [1, 2, 3].map((n) => n * 2).join()</script><p>Hello</p>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const browser = await launchBrowser()
  t.after(async () => {
    await browser.close()
    server.close()
  })

  const page = await browser.newPage({ viewport: { width: 320, height: 200 } })
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  assert.equal(await page.title(), '2,4,6')
  const widths = await page.$eval('p', (p) => [p.textContent, p.getBoundingClientRect().width])
  assert.deepEqual(widths, ['Hello', 304])
  const picture = await page.screenshot()
  assert.equal(picture.subarray(1, 4).toString(), 'PNG')
  assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [320, 200])

  await assert.rejects(page.goto('http://192.0.2.1/'), /ERR_NAME_NOT_RESOLVED/)
  await assert.rejects(page.goto('http://example.com/'), /ERR_NAME_NOT_RESOLVED/)
})
