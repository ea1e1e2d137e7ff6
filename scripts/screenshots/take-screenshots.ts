import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import type { Demo } from '../start-demo.ts'

type Shot = {
  name: string
  at: string
  theme?: 'light' | 'dark'
  width?: number
  height?: number
  before?: (page: Page, demo: Demo) => Promise<void>
}

const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 780 }

/** Writes one picture a shot into the folder, all of them signed in as the demo's administrator. */
export async function takeScreenshots(browser: Browser, demo: Demo, folder: string): Promise<void> {
  const { parley } = await demo.connect()
  const webhooks = await fetch(`${demo.url}/parley/v1/webhooks`, { headers: { authorization: `Bearer ${parley.token}` } })
  const [, crm] = ((await webhooks.json()) as { webhooks: { id: number }[] }).webhooks
  const open = `#/conversations/${parley.conversationId}`
  const shots: Shot[] = [
    { name: 'inbox', at: open },
    { name: 'inbox-dark', at: open, theme: 'dark' },
    { name: 'inbox-phone', at: open, ...PHONE },
    { name: 'list-phone', at: '#/conversations', ...PHONE, theme: 'dark' },
    { name: 'faces', at: `#/faces/${parley.conversationId}`, width: 1920, height: 1080 },
    { name: 'connect', at: '#/connect' },
    { name: 'deliveries', at: `#/deliveries/${crm?.id}` },
    { name: 'activity', at: '#/activity' },
    { name: 'widget', at: 'demo', before: openWidget },
  ]
  for (const shot of shots) {
    const { name, at, theme = 'light', width = WIDE.width, height = WIDE.height, before } = shot
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
    })
    const answer = await context.request.post(`${demo.url}/parley/v1/session`, { data: { token: parley.token } })
    if (!answer.ok()) throw new Error(`nobody is signed in: ${await answer.text()}`)
    const page = await context.newPage()
    await page.goto(`${demo.url}/${at}`)
    // Until nothing more is asked for; the event stream stays open, so the network never falls silent.
    await page.waitForTimeout(1500)
    await before?.(page, demo)
    const picture = await sharp(await page.screenshot())
      .webp({ quality: 88 })
      .toBuffer()
    writeFileSync(join(folder, `${name}.webp`), picture)
    console.log(`${name}.webp ${Math.round(picture.length / 1000)} kB`)
    await context.close()
  }
}

/** A visitor asks, and Ann answers. */
async function openWidget(page: Page, demo: Demo): Promise<void> {
  await page.getByRole('button', { name: /chat/i }).first().click()
  const field = page.getByRole('textbox')
  await field.fill('Good evening! Is there a room with a view of the lake this weekend?')
  await field.press('Enter')
  await page.getByText('Sent', { exact: true }).waitFor()
  const { token } = (await demo.connect()).parley
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const list = await fetch(`${demo.url}/parley/v1/conversations?limit=1`, { headers })
  const [newest] = ((await list.json()) as { conversations: { id: number }[] }).conversations
  const text = 'There is: number 12, with the balcony. Shall I keep it for you until tomorrow?'
  await fetch(`${demo.url}/parley/v1/conversations/${newest?.id}/messages`, { method: 'POST', headers, body: JSON.stringify({ text }) })
  await page.getByText(text).waitFor()
  await field.fill('Oh yes, please')
}
