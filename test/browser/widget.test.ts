import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { hashOf, makeChannel } from '../../src/dialects/parley/widget/widget-test.ts'
import { buildInbox } from '../../src/inbox-page/build-inbox.ts'
import { readBuilt } from '../../src/inbox-page/read-built.ts'
import { openEventStream } from '../event-stream-client.ts'
import { ENGINE, startServer } from '../harness.ts'
import { parleyClient } from '../parley-client.ts'
import { launchBrowser } from '../support/browser.ts'
import { waitFor } from '../wait-for.ts'
import { checkAxe } from './check-axe.ts'

const skip = ENGINE === 'postgres' && 'the browser does not know the store'
/** A small PNG, which shows that its address may be loaded. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==', 'base64')
const SECRET = 'Room 204 is quiet'

/** A server with a widget's channel, a browser, and everything that pages say on their consoles. */
async function start(t: TestContext) {
  const server = await startServer(t, { parts: { inbox: buildInbox } })
  const browser = await launchBrowser()
  const problems: string[] = []
  t.after(() => browser.close())
  const channel = await makeChannel(server, server.home, { settings: { widget: { greeting: 'Welcome to the lake.' } } })
  const ann = parleyClient(server, server.home.tokens.parley)

  async function openAt(url: string, context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    page.on('console', (said) => ['error', 'warning'].includes(said.type()) && problems.push(said.text()))
    page.on('pageerror', (error) => problems.push(String(error)))
    await page.goto(url)
    return page
  }
  /** The newest conversation of the channel, once there is one. */
  async function findConversation(): Promise<number> {
    let id = 0
    await waitFor(async () => {
      id = (await ann.get(`/conversations?channelId=${channel.id}`)).body.conversations[0]?.id ?? 0
      return id > 0
    })
    return id
  }
  const textsOf = async (id: number): Promise<string[]> =>
    (await ann.get(`/conversations/${id}/messages?order=oldest`)).body.messages.flatMap((one: { direction: string; text: string }) =>
      one.direction === 'inbound' ? one.text : [],
    )
  return { server, browser, problems, channel, ann, openAt, findConversation, textsOf }
}

test('a visitor writes and is answered, under a strict policy, by the keyboard, over a reload and a lost connection; a note never comes', {
  skip,
}, async (t) => {
  const { server, browser, problems, channel, ann, openAt, findConversation, textsOf } = await start(t)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const page = await openAt(`${server.url}/demo?channel=${channel.identifier}`, context)
  const answers: string[] = []
  page.on('response', (answer) => {
    if (!answer.url().includes('/events'))
      answer.text().then(
        (text) => answers.push(text),
        () => {},
      )
  })
  const policy = (await context.request.get(`${server.url}/demo?channel=${channel.identifier}`)).headers()['content-security-policy']
  assert.match(policy ?? '', /default-src 'none'.*require-trusted-types-for 'script'/)

  // By the keyboard alone.
  const launcher = page.getByRole('button', { name: 'Open the chat' })
  await launcher.waitFor()
  await checkAxe(page, 'the demo page, closed')
  await page.getByRole('link', { name: 'Finding us' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: 'Your message' })
  await waitFor(() => page.evaluate<boolean>(`document.querySelector('parley-chat').shadowRoot.activeElement?.tagName === 'TEXTAREA'`))
  assert.ok(await page.getByRole('dialog', { name: 'Chat with us' }).getByText('Welcome to the lake.').isVisible())
  await page.keyboard.type('Is there a room by the lake?')
  await page.keyboard.press('Enter')
  await page.getByText('Sent', { exact: true }).waitFor()
  const id = await findConversation()
  assert.deepEqual(await textsOf(id), ['Is there a room by the lake?'])

  // A note and an answer; the answer is read, and seen to be.
  await ann.post(`/conversations/${id}/messages`, { text: SECRET, private: true })
  const question = (
    await ann.post(`/conversations/${id}/messages`, {
      text: 'Yes. When would you come?',
      contentType: 'input_select',
      attributes: {
        items: [
          { title: 'On Friday', value: 'fri' },
          { title: 'Later', value: 'later' },
        ],
      },
    })
  ).body
  await page.getByText('When would you come?').waitFor()
  await checkAxe(page, 'the demo page, open')
  await waitFor(async () => (await ann.get(`/conversations/${id}/messages/${question.id}`)).body.status === 'read')
  await page.getByRole('button', { name: 'On Friday' }).click()
  await waitFor(async () => (await textsOf(id)).includes('On Friday'))
  await ann.post(`/conversations/${id}/read`, { seq: question.seq + 1 })
  await page.getByText('Seen', { exact: true }).waitFor()
  await ann.post(`/conversations/${id}/typing`, { on: true })
  await page.getByText('Ann is typing…').waitFor()

  // Closed, it counts.
  await page.keyboard.press('Escape')
  await ann.post(`/conversations/${id}/messages`, { text: 'We keep it for you.' })
  const badge = page.getByRole('button', { name: 'Open the chat, 1 unread' })
  await badge.waitFor()
  assert.equal(await page.title(), 'Acme Hotel: a quiet house by the lake')
  await badge.click()
  await page.getByRole('button', { name: 'Close the chat', exact: true }).first().waitFor()
  await page.getByText('We keep it for you.').waitFor()

  // A file, with what is written beside it.
  await page.locator('input[type=file]').setInputFiles({ name: 'passport.png', mimeType: 'image/png', buffer: PNG })
  await field.fill('My passport')
  await page.keyboard.press('Enter')
  const picture = page.getByRole('link', { name: 'Picture passport.png' }).locator('img')
  await waitFor(() => picture.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth === 1))

  // A reload, and then no connection: what is written waits, and is sent once.
  await field.fill('A draft')
  await page.reload()
  await page.getByText('We keep it for you.').waitFor()
  assert.equal(await field.inputValue(), 'A draft')
  assert.equal(problems.join('\n'), '')
  await context.setOffline(true)
  await field.fill('Sent from a tunnel')
  await page.keyboard.press('Enter')
  await page.getByText('Waits until you are online').waitFor()
  await page.getByText('You are offline.').waitFor()
  await context.setOffline(false)
  await waitFor(async () => (await textsOf(id)).includes('Sent from a tunnel'))
  await page.getByText('You are offline.').waitFor({ state: 'hidden' })
  assert.deepEqual(await textsOf(id), ['Is there a room by the lake?', 'On Friday', 'My passport', 'Sent from a tunnel'])
  assert.deepEqual(
    problems.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED') && !one.includes('ERR_NETWORK_CHANGED')),
    [],
  )

  // On a phone it is the whole page, in the dark as well.
  await page.setViewportSize({ width: 360, height: 640 })
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await checkAxe(page, 'the demo page on a phone, dark')
  assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 360)

  // The note was neither shown nor told, in whatever came here.
  const token = JSON.parse(await page.evaluate<string>(`localStorage.getItem('parley:${channel.identifier}:token')`))
  const stream = await openEventStream(`${server.url}/parley/v1/events?after=0`, { token })
  await stream.next(({ type }) => type === 'message.created')
  const shown = await page.evaluate<string>(`document.querySelector('parley-chat').shadowRoot.textContent`)
  assert.ok(shown.includes('We keep it for you.'))
  for (const text of [shown, stream.text(), ...answers]) assert.ok(!text.includes(SECRET))
  stream.close()
})

test('on a page of another origin: its look stays its own, and visitors are who they prove to be', { skip }, async (t) => {
  const { server, browser, problems, channel, ann, openAt } = await start(t)
  const host = createServer((request, answer) => {
    if (request.url === '/style.css')
      return answer
        .writeHead(200, { 'content-type': 'text/css' })
        .end(
          '* { color: rgb(255, 0, 0) !important; display: block; font-size: 40px } button { position: static !important; border: 9px solid }',
        )
    const parley = server.url
    answer.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'self'; script-src ${parley}; connect-src ${parley}; img-src ${parley}; require-trusted-types-for 'script'`,
    })
    answer.end(`<!doctype html><html lang="ar" dir="rtl"><title>Shop</title><link rel="icon" href="${parley}/none"><link rel="stylesheet" href="/style.css"><h1>Shop</h1>
      <script src="${parley}/widget.js" data-channel="${channel.identifier}" data-colour="#ffd24a" data-launcher="تحدث معنا" async></script></html>`)
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  t.after(() => host.close())
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } })
  const page = await openAt(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`, context)
  const launcher = page.getByRole('button', { name: 'تحدث معنا' })
  await launcher.waitFor()
  const look = await page.evaluate(`(() => {
    const launcher = document.querySelector('parley-chat').shadowRoot.querySelector('.launcher')
    const { color, position, borderTopWidth } = getComputedStyle(launcher)
    return { color, position, borderTopWidth, isAtStart: launcher.getBoundingClientRect().left < 100 }
  })()`)
  assert.deepEqual(look, { color: 'rgb(16, 32, 29)', position: 'fixed', borderTopWidth: '0px', isAtStart: true })
  assert.deepEqual(await page.evaluate(`Object.keys(window).filter((name) => /parley|preact/i.test(name))`), ['Parley'])

  const say = (work: string) => page.evaluate(`(async () => { const parley = window.Parley; ${work} })()`)
  await say(`parley.open()`)
  await page.getByRole('textbox').fill('Hello from the shop')
  await page.keyboard.press('Enter')
  await page.getByText('Sent', { exact: true }).waitFor()
  const known = (await ann.post('/contacts', { name: 'Rosa Keller', identifier: 'guest-7' })).body
  const messagesOf = async () => (await ann.get(`/conversations?contactId=${known.id}`)).body.conversations.length

  await say(
    `parley.on('refused', (why) => { window.name = why }); await parley.identify({ identifier: 'guest-7', identifierHash: '${'0'.repeat(64)}' })`,
  )
  assert.match(await page.evaluate<string>('window.name'), /not proven/)
  assert.equal(await messagesOf(), 0)
  await say(`await parley.identify({ identifier: 'guest-7', identifierHash: '${hashOf(channel, 'guest-7')}' })`)
  assert.equal(await messagesOf(), 1)
  await page.getByText('Hello from the shop').waitFor()
  // Signed out, and somebody else is in: nothing of hers is left.
  await say(
    `await parley.reset(); await parley.identify({ identifier: 'guest-8', identifierHash: '${hashOf(channel, 'guest-8')}' }); parley.open()`,
  )
  await page.getByText('Welcome to the lake.').waitFor()
  assert.equal(await page.getByText('Hello from the shop').count(), 0)
  assert.deepEqual(
    problems.filter((one) => !/not proven|status of (401|404)/.test(one)),
    [],
  )
})

test('the widget is one script of less than 20 kB, kept for a short while; the demo page says when there is no channel', {
  skip,
}, async (t) => {
  const { server, channel } = await start(t)
  const widget = readBuilt(await buildInbox()).get('/widget.js')
  assert.ok((widget?.gzip?.length ?? Number.POSITIVE_INFINITY) < 20_000, `${widget?.gzip?.length} bytes`)
  const script = await server.call('GET', '/widget.js')
  assert.deepEqual(
    ['cross-origin-resource-policy', 'cache-control', 'content-type'].map((name) => script.headers.get(name)),
    ['cross-origin', 'public, max-age=300', 'text/javascript; charset=utf-8'],
  )
  assert.match((await server.call('GET', '/demo')).text, new RegExp(`data-channel="${channel.identifier}"`))
  for (const name of ['nothing', server.home.channel.identifier, '"><script>', '%00']) {
    const none = await server.call('GET', `/demo?channel=${encodeURIComponent(name)}`)
    assert.deepEqual([none.status, none.headers.get('content-type')], [404, 'text/plain; charset=utf-8'], name)
  }
})
