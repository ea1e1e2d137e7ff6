import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE } from '../harness.ts'
import { waitFor } from '../wait-for.ts'
import { startInbox } from './open-inbox.ts'

const skip = ENGINE === 'postgres' && 'tested on SQLite'

test('every page fits a phone, whether its language is read from the left or from the right', { skip }, async (t) => {
  const inbox = await startInbox(t)
  const { conversation } = inbox.server.home
  const page = await inbox.open({ width: 360, height: 720 })
  const wrong: string[] = []
  for (const place of [
    '',
    `conversations/${conversation.id}`,
    `faces/${conversation.id}`,
    'connect',
    'connect/chatwoot',
    'connect/channels',
    'team',
    'deliveries',
    'activity',
  ]) {
    await page.goto(`${inbox.server.url}/#/${place}`)
    await page.locator('main :is(h1, h2):visible').first().waitFor()
    for (const direction of ['ltr', 'rtl']) {
      await page.evaluate(`document.documentElement.dir = '${direction}'`)
      const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
      const rail = Number(await page.evaluate("document.querySelector('nav').getBoundingClientRect().bottom"))
      if (width > 360 || rail > 720) wrong.push(`${place}, ${direction}: ${width} px wide, the rail ends at ${rail}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('the rail leads to every page, each with a title of its own, and an address that is no page says so', { skip }, async (t) => {
  const inbox = await startInbox(t)
  const page = await inbox.open()
  const rail = page.getByRole('navigation', { name: 'Pages' })
  for (const link of await rail.getByRole('link').all()) {
    const name = String(await link.textContent())
    await link.click()
    await rail.locator('[aria-current="page"]', { hasText: name }).waitFor()
    await page.locator('main h1:visible').first().waitFor()
    await waitFor(async () => (await page.title()).includes(`${name} · `))
  }
  await page.goto(`${inbox.server.url}/#/nowhere`)
  await page.getByText('There is no such page').waitFor()
})
