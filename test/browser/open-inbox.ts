import type { TestContext } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createToken } from '../../src/core/tokens/create-token.ts'
import { buildInbox } from '../../src/inbox-page/build-inbox.ts'
import { startServer, type TestServer } from '../harness.ts'
import { launchBrowser } from '../support/browser.ts'

export type Inbox = {
  server: TestServer
  browser: Browser
  /** A page of a browser context of its own, signed in as one of the world's people (Ann, the administrator, unless told), at an address such as `#/faces`. */
  open(options?: OpenOptions): Promise<Page>
}
type OpenOptions = {
  as?: { id: number }
  at?: string
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  context?: Parameters<Browser['newContext']>[0]
}

/**
 * A server with the built pages and a browser. When the test ends, what any page said on its console as an error, threw, or asked of another host makes it fail; a request that a test lets fail on
 * purpose is named in `forgive`.
 */
export async function startInbox(t: TestContext, options: Parameters<typeof startServer>[1] & { forgive?: RegExp } = {}): Promise<Inbox> {
  const browser = await launchBrowser()
  const problems: string[] = []
  // Before the server ends: a page would say that it is gone.
  t.after(() => browser.close())
  const server = await startServer(t, { ...options, parts: { inbox: buildInbox, ...options.parts } })
  // Last: after a hook that throws none is called any more, and the server would stay open.
  t.after(() => {
    if (problems.length > 0) throw new Error(`The pages were not without fault:\n${problems.join('\n')}`)
  })
  const note = (problem: string) => {
    if (!options.forgive?.test(problem)) problems.push(problem)
  }

  async function open({
    as = server.home.ann,
    at = '',
    width = 1280,
    height = 800,
    theme = 'light',
    context: more = {},
  }: OpenOptions = {}): Promise<Page> {
    const context: BrowserContext = await browser.newContext({ viewport: { width, height }, colorScheme: theme, ...more })
    await signIn(context, server, as.id)
    const page = await context.newPage()
    watch(page, server.url, note)
    await page.goto(`${server.url}/${at}`)
    return page
  }
  return { server, browser, open }
}

/** Signs a browser in with a token of its own, as the page itself would. */
async function signIn(context: BrowserContext, server: TestServer, memberId: number): Promise<void> {
  const { core } = server
  const author = { kind: 'member', id: memberId } as const
  const { secret } = await core.store.tx((tx) =>
    createToken(core, tx, { accountId: server.home.account.id, author, scope: 'api', dialect: 'parley', label: 'test' }),
  )
  const answer = await context.request.post(`${server.url}/parley/v1/session`, { data: { token: secret } })
  if (!answer.ok()) throw new Error(`Nobody is signed in: ${answer.status()} ${await answer.text()}`)
}

/** Notes whatever a page should not do. */
export function watch(page: Page, origin: string, note: (problem: string) => void): void {
  page.on('console', (message) => message.type() === 'error' && note(`console: ${message.text()} (${message.location().url})`))
  page.on('pageerror', (error) => note(`thrown: ${error.stack ?? error}`))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) note(`asked elsewhere: ${url}`)
  })
}
