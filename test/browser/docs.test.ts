import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DIALECTS } from '../../src/dialects/index.ts'
import { startServer } from '../harness.ts'
import { launchBrowser } from '../support/browser.ts'

test('the pages work in a browser: lists, filter, opening an operation, and no request to anybody else', async (t) => {
  const server = await startServer(t)
  const browser = await launchBrowser()
  t.after(() => browser.close())
  const page = await browser.newPage()
  const problems: string[] = []
  const asked: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('request', (request) => asked.push(request.url()))

  await page.goto(`${server.url}/docs`)
  assert.deepEqual(
    await page.locator('.api h2').allTextContents(),
    DIALECTS.map((dialect) => dialect.title),
  )
  const entries = page.locator('[data-find]')
  const total = await entries.count()
  await page.getByRole('searchbox', { name: 'Find' }).fill('post messages')
  const shown = await page.locator('[data-find]:visible').count()
  assert.ok(shown > 0 && shown < total)
  assert.equal(await page.locator('#found').textContent(), `${shown} of ${total}`)

  await page.locator('[data-find]:visible a').first().click()
  const open = page.locator('details[open]')
  await open.waitFor()
  assert.equal(await open.count(), 1)
  assert.match((await open.locator('.try code').textContent()) ?? '', /^curl -X POST 'http:\/\/127\.0\.0\.1:/)
  assert.ok(await open.getByRole('button', { name: 'Copy' }).isVisible())
  // Wide enough for a telephone: nothing sticks out at the side.
  await page.setViewportSize({ width: 360, height: 640 })
  assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 360)

  assert.deepEqual(problems, [])
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(server.url)),
    [],
  )
})
