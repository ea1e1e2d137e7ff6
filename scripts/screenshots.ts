import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildInbox } from '../src/inbox-page/build-inbox.ts'
import { launchBrowser } from '../test/support/browser.ts'
import { liveAnHour } from './screenshots/live-an-hour.ts'
import { takeScreenshots } from './screenshots/take-screenshots.ts'
import { startDemo } from './start-demo.ts'

// Takes the pictures of the inbox and the widget that the README shows, from a new demo account in which an hour of work has passed: node scripts/screenshots.ts [FOLDER]

const HOUR = 3_600_000_000
const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'docs', 'images')
mkdirSync(folder, { recursive: true })
let ahead = -HOUR
const demo = await startDemo({ now: () => Date.now() * 1000 + ahead, inbox: buildInbox })
const browser = await launchBrowser()
try {
  const hour = await liveAnHour(demo, (minutes) => {
    ahead = Math.min(0, -HOUR + minutes * 60_000_000)
  })
  await takeScreenshots(browser, demo, folder)
  await hour.end()
} finally {
  await browser.close()
  await demo.close()
}
