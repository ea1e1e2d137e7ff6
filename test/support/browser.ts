import { type Browser, chromium } from 'playwright-core'
import { installChromium } from './chromium-files.ts'

/**
 * Starts the Chromium of the npm package `@sparticuz/chromium`, without a window; it ends with this process at the latest.
 * It reaches this machine alone: every other address, by name or by number, counts as not found.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, environment } = await installChromium()
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...environment },
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1', '--disable-gpu', '--disable-webgl'],
  })
}
