import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { insertMessages } from '../../src/storage/queries/messages/messages.ts'
import { ENGINE } from '../harness.ts'
import { parleyClient } from '../parley-client.ts'
import { waitFor } from '../wait-for.ts'
import { checkAxe } from './check-axe.ts'
import { fillConversation, toMessage } from './fill-conversation.ts'
import { startInbox } from './open-inbox.ts'
import { waitInPage } from './wait-in-page.ts'

const MANY = 100_000
const AWAY = /offline,|away,/
/** What a browser says itself of requests that a test lets fail, and of scripts in a frame where none may run. */
const FORGIVEN = /Failed to load resource|ERR_INTERNET_DISCONNECTED|ERR_FAILED|Applying inline style violates/

test('people answer in an open conversation', { skip: ENGINE === 'postgres' && 'the page speaks the same API on both' }, async (t) => {
  const { server, open } = await startInbox(t, { forgive: FORGIVEN })
  const { home } = server
  const long = home.conversation.id
  const short = home.ticket.id
  const ann = parleyClient(server, home.secrets.ann)
  const jane = parleyClient(server, home.secrets.jane)
  const say = async (who: typeof ann, body: object, id = short) => (await who.post(`/conversations/${id}/messages`, body)).body
  const said = async (who = ann) =>
    (await who.get(`/conversations/${short}/messages?order=oldest`)).body.messages as { text: string; private: boolean }[]
  const readSeq = async (id: number) => {
    const { participants } = (await ann.get(`/conversations/${short}/participants`)).body
    return participants.find((one: { author: { id: number } }) => one.author.id === id).lastReadSeq
  }
  await fillConversation(server, MANY)
  await ann.post(`/conversations/${long}/read`, { seq: MANY })

  await t.test('a conversation of 100,000 messages opens at its newest and is scrolled without a jump', async () => {
    const page = await open({ at: `#/conversations/${long}` })
    await messageOf(page, `Message ${MANY}`).waitFor()
    assert.deepEqual(await scrollThrough(page, -350, 64), [])
    await waitInPage(page, 'document.querySelectorAll("article").length < 60')
    assert.deepEqual(await scrollThrough(page, 400, 24), [])
    const button = page.getByRole('button', { name: /^Jump to the newest/ })
    await say(jane, { text: 'Are you there?' }, long)
    await page.getByRole('button', { name: 'Jump to the newest message, 1 new message' }).click()
    await messageOf(page, 'Are you there?').waitFor()
    await button.waitFor({ state: 'detached' })
    await page.goto(`${server.url}/#/conversations/${long}?at=500`)
    await messageOf(page, /^Message 500\b/).waitFor()
    assert.deepEqual(await scrollThrough(page, 400, 12), [])
    await page.context().close()
  })

  await t.test('what is read is read up to where one has looked, and what is new has a line before it', async () => {
    const page = await open({ at: `#/conversations/${short}`, as: home.bob })
    await page.getByText('The conversation begins here').or(page.getByText('Nobody has written yet')).waitFor()
    await say(jane, { text: 'My order has not come' })
    await messageOf(page, 'My order has not come').waitFor()
    await waitFor(async () => (await readSeq(home.bob.id)) === 1)
    await page.context().close()
    await say(jane, { text: 'It is number 4711' })
    const again = await open({ at: `#/conversations/${short}`, as: home.bob })
    await again.getByText('New', { exact: true }).waitFor()
    await waitFor(async () => (await readSeq(home.bob.id)) === 2)
    await again.context().close()
  })
  const page = await open({ at: `#/conversations/${short}` })
  await messageOf(page, 'It is number 4711').waitFor()

  await t.test('by keyboard alone: a reply, a note the customer never sees, an answer to a message, an edit, a delete', async () => {
    await page.keyboard.press('r')
    await page.keyboard.type('I am looking into it')
    await page.keyboard.press('Enter')
    await messageOf(page, 'I am looking into it').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    await page.keyboard.type('It is lost at the depot')
    await page.keyboard.press('Enter')
    const note = messageOf(page, 'It is lost at the depot')
    await note.getByText('Internal note').waitFor()
    await waitFor(async () => (await said()).some(({ text, private: isPrivate }) => isPrivate && text === 'It is lost at the depot'))
    assert.ok((await said(jane)).every(({ text }) => text !== 'It is lost at the depot'))

    await page.keyboard.press('ArrowUp')
    for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowUp')
    await waitFor(() => focused(page, 'It is number 4711'))
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Thank you, I have found it')
    await page.keyboard.press('Enter')
    const answer = messageOf(page, 'Thank you, I have found it')
    await answer.getByRole('button', { name: /^In reply to Jane Doe/ }).waitFor()

    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('e')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('I have found it at the depot')
    await page.keyboard.press('Enter')
    await messageOf(page, 'I have found it at the depot').getByText('edited').waitFor()

    await chooseFor(page, messageOf(page, 'I am looking into it'), 'Delete')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter')
    await page.getByText('This message was deleted').waitFor()
    await waitFor(() => focused(page, 'This message was deleted'))
    assert.ok((await said()).every(({ text }) => text !== 'I am looking into it'))
  })

  await t.test('a file is shown before it is sent and as a thumbnail afterwards, and opens as large as the window', async () => {
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#3a7d76' } })
      .png()
      .toBuffer()
    await page.setInputFiles('input[type=file]', [
      { name: 'parcel.png', mimeType: 'image/png', buffer: picture },
      { name: 'label.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
    ])
    const staged = page.getByRole('list', { name: 'Files to send' })
    await staged.getByText('label.pdf').waitFor()
    await page.evaluate(`location.hash = '#/conversations/${long}'`)
    await staged.waitFor({ state: 'detached' })
    await page.goBack()
    await staged.getByText('label.pdf').waitFor()
    await page.getByRole('button', { name: 'Add note' }).click()
    const thumbnail = page.getByRole('button', { name: 'Open the picture parcel.png' })
    await thumbnail.waitFor()
    await waitInPage(page, `(({ naturalWidth }) => naturalWidth > 0 && naturalWidth < 900)(document.querySelector('article button img'))`)
    await page.getByRole('link', { name: /^Download label.pdf/ }).waitFor()
    await thumbnail.click()
    await page.getByRole('dialog', { name: 'parcel.png' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  await t.test(
    'a send whose answer is lost goes out again under its key and counts once; one that is refused waits for whoever wrote it',
    async () => {
      const keys: string[] = []
      let refusals = 1
      await page.route('**/messages', async (route) => {
        if (route.request().method() !== 'POST') return route.continue()
        keys.push(route.request().headers()['idempotency-key'] ?? '')
        if (keys.length === 1) {
          await route.fetch()
          return route.abort()
        }
        const refusal = { error: { code: 'message_too_long', message: 'It is too long for now.', requestId: '1' } }
        if (keys.length > 2 && refusals-- > 0) return route.fulfill({ status: 422, json: refusal })
        return route.continue()
      })
      await write(page, 'reply', 'Sent twice, kept once')
      await waitFor(() => keys.length === 2)
      await waitFor(async () => (await page.locator('article[data-pending], [data-pending]').count()) === 0)
      await write(page, 'reply', 'Refused at first')
      await page.getByText('Not sent: It is too long for now.').waitFor()
      await page.getByRole('button', { name: 'Retry' }).click()
      await waitFor(async () => (await said()).some(({ text }) => text === 'Refused at first'))
      await page.unroute('**/messages')
      assert.deepEqual([keys[0] === keys[1], keys[2] === keys[3], keys.length], [true, true, 4])
      assert.equal((await said()).filter(({ text }) => text === 'Sent twice, kept once').length, 1)
      assert.equal(await messageOf(page, 'Sent twice, kept once').count(), 1)
      assert.equal(await messageOf(page, 'Refused at first').count(), 1)
    },
  )

  await t.test('a delivery that failed says why and is sent again, and a resolved conversation says what sending does', async () => {
    const { id } = await say(ann, { text: 'Did this one arrive?' })
    await ann.patch(`/conversations/${short}/messages/${id}`, { status: 'failed', cause: 'Mailbox full' })
    const failed = messageOf(page, 'Did this one arrive?')
    await failed.getByText('Not delivered: Mailbox full').waitFor()
    await failed.getByRole('button', { name: 'Send again' }).click()
    await failed.getByText('Sent', { exact: true }).waitFor()
    await ann.patch(`/conversations/${short}`, { status: 'resolved' })
    await page.getByText('This conversation is resolved. It stays so when you reply').waitFor()
    await ann.patch(`/conversations/${short}`, { status: 'open' })
  })

  await t.test('offline and back: what both sides wrote is there once, in the order of the server', async () => {
    await page.context().setOffline(true)
    await page.getByText('You are offline').waitFor()
    await write(page, 'reply', 'Written offline, first')
    await write(page, 'note', 'Written offline, second')
    await say(jane, { text: 'While you were away, one' })
    await say(jane, { text: 'While you were away, two' })
    await page.context().setOffline(false)
    const stored = async () => (await said()).map(({ text }) => text).filter((text) => AWAY.test(text ?? ''))
    await waitFor(async () => (await stored()).length === 4)
    await waitFor(async () => (await textsOf(page, AWAY)).join() === (await stored()).join())
    await page.getByText('You are offline').waitFor({ state: 'detached' })
  })

  await t.test('a draft of each kind survives a reload, and so does what is still on its way', async () => {
    await page.getByRole('tab', { name: 'Note' }).click()
    await page.getByRole('textbox', { name: 'Internal note' }).fill('A thought for later')
    await page.getByRole('tab', { name: 'Reply' }).click()
    await page.getByRole('textbox', { name: 'Reply to the customer' }).fill('Dear Jane,')
    await page.reload()
    const field = page.getByRole('textbox', { name: 'Reply to the customer' })
    await field.waitFor()
    assert.equal(await field.inputValue(), 'Dear Jane,')
    await page.getByRole('tab', { name: 'Note' }).click()
    assert.equal(await page.getByRole('textbox', { name: 'Internal note' }).inputValue(), 'A thought for later')
    await page.route('**/messages', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
    await page.getByRole('textbox', { name: 'Internal note' }).press('Enter')
    await page.locator('[data-pending]').getByText('A thought for later').waitFor()
    await page.unroute('**/messages')
    await page.goto(`${server.url}/#/connect`)
    await page.reload()
    await waitFor(async () => (await said()).filter(({ text }) => text === 'A thought for later').length === 1)
    await page.goto(`${server.url}/#/conversations/${short}`)
  })

  await t.test('who types is shown, and canned responses come by their short code', async () => {
    // Kept nowhere, so it is said until the page, which has just been loaded, follows.
    await waitFor(async () => {
      await jane.post(`/conversations/${short}/typing`, { on: true })
      return page.getByText('Jane Doe is typing…').isVisible()
    })
    await ann.post('/canned-responses', { shortCode: 'thanks', content: 'Thank you for your patience.' })
    await page.getByRole('tab', { name: 'Reply' }).click()
    const field = page.getByRole('textbox', { name: 'Reply to the customer' })
    await field.fill('')
    await field.pressSequentially('/tha')
    await page.getByRole('option', { name: /thanks/ }).waitFor()
    await field.press('Enter')
    assert.equal(await field.inputValue(), 'Thank you for your patience.')
    await field.fill('')
  })

  await t.test('hostile HTML does nothing, in a frame where nothing runs and that reaches nothing', async () => {
    await insertHostile()
    const fresh = await open({ at: `#/conversations/${long}?at=${MANY + 2}` })
    const frame = fresh.frameLocator('iframe')
    await fresh.getByRole('button', { name: 'Show original' }).click()
    await frame.getByText('You have won').waitFor()
    await frame.getByText('Picture, not loaded').first().waitFor()
    assert.equal(await fresh.locator('iframe').getAttribute('sandbox'), 'allow-same-origin allow-popups allow-popups-to-escape-sandbox')
    assert.equal(await frame.locator('script, iframe, style, form, img').count(), 0)
    await frame.getByText('Click me').click()
    assert.equal(await fresh.evaluate('window.hacked'), undefined)
    assert.equal(await frame.getByText('the shop').getAttribute('target'), '_blank')
    assert.equal(await frame.getByText('the shop').getAttribute('rel'), 'noopener noreferrer')
    await fresh.context().close()
  })
  /** As it could stand in a store whose sanitiser had a hole: past the API. */
  async function insertHostile(): Promise<void> {
    const html =
      '<p>You have won</p><script>top.hacked=1</script><img src="x" onerror="top.hacked=2"><iframe src="javascript:top.hacked=3"></iframe>' +
      '<a href="javascript:top.hacked=4">Click me</a> <a href="https://shop.example/">the shop</a><img src="https://evil.example/pixel.png">' +
      '<form action="https://evil.example/"><button>Go</button></form><style>body{background:url(https://evil.example/b)}</style>'
    const { core } = server
    await core.store.tx(async (tx) => {
      const [id = 0] = await tx.takeIds(1)
      const start = core.now() - (MANY + 2) * 60_000_000
      await insertMessages(tx, [{ ...toMessage(home, id, MANY + 2, start), text: 'You have won', html }])
      await tx.run('update conversations set last_seq = $3, revision = revision + 1 where account_id = $1 and id = $2', [
        home.account.id,
        long,
        MANY + 2,
      ])
    })
  }

  await t.test('axe finds nothing in both themes; on a phone without motion nothing sticks out, and it opens at the end', async () => {
    await say(ann, { text: 'Which one?', contentType: 'input_select', attributes: { items: [{ title: 'Red', value: 'r' }] } })
    const calmPhone = { width: 360, height: 740, context: { reducedMotion: 'reduce' as const } }
    for (const options of [{ theme: 'light' as const }, { theme: 'dark' as const }, calmPhone]) {
      const look = await open({ at: `#/conversations/${short}`, ...options })
      await messageOf(look, 'Which one?').waitFor()
      await waitInPage(look, IS_AT_END)
      await checkAxe(look, `the conversation, ${JSON.stringify(options)}`)
      await look.keyboard.press('n')
      await look.getByText('Only your team sees this').waitFor()
      await checkAxe(look, `a note, ${JSON.stringify(options)}`)
      const send = await look.getByRole('button', { name: 'Add note' }).boundingBox()
      assert.ok(send && send.x + send.width <= (look.viewportSize()?.width ?? 0))
      assert.ok(await look.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth'))
      await look.context().close()
    }
  })
})

function messageOf(page: Page, text: string | RegExp): Locator {
  return page.getByRole('article').filter({ has: page.getByText(text) })
}

async function write(page: Page, mode: 'reply' | 'note', text: string): Promise<void> {
  await page.getByRole('tab', { name: mode === 'note' ? 'Note' : 'Reply' }).click()
  const field = page.getByRole('textbox', { name: mode === 'note' ? 'Internal note' : 'Reply to the customer' })
  await field.fill(text)
  await field.press('Enter')
}

async function chooseFor(page: Page, message: Locator, what: string): Promise<void> {
  await message.getByRole('button', { name: /^Actions for/ }).press('Enter')
  await page.getByRole('menuitem', { name: what }).press('Enter')
}

function focused(page: Page, text: string): Promise<boolean> {
  return page.locator('article:focus').getByText(text).isVisible()
}

async function textsOf(page: Page, pattern: RegExp): Promise<string[]> {
  const texts = await page.locator('article p[dir="auto"]').allInnerTexts()
  return texts.filter((text) => pattern.test(text))
}

const IS_AT_END = `(() => {
  const list = document.querySelector('section[aria-label="Messages"]')
  return list.scrollHeight > list.clientHeight && list.scrollHeight - list.scrollTop - list.clientHeight < 2
})()`

/** Scrolls step by step and names every message that moved by anything but the step, in any frame until the next. */
function scrollThrough(page: Page, stepPx: number, steps: number): Promise<string[]> {
  return page.evaluate<string[]>(`(${SCROLL})(${stepPx}, ${steps})`)
}
const SCROLL = `async (stepPx, steps) => {
  const list = document.querySelector('section[aria-label="Messages"]')
  const wrong = []
  // A list that goes somewhere by itself is there once it rests.
  for (let still = 0, top; still < 15; still++) {
    if (list.scrollTop !== top) still = 0
    top = list.scrollTop
    await new Promise(requestAnimationFrame)
  }
  for (let step = 0; step < steps; step++) {
    const edge = list.getBoundingClientRect().top + (stepPx < 0 ? 10 : 440)
    // Its start is in view after the step, too: rows out of view may leave the document at any time.
    const seen = [...list.querySelectorAll('article')].find((one) => one.getBoundingClientRect()[stepPx < 0 ? 'bottom' : 'top'] > edge)
    const before = seen.getBoundingClientRect().top
    list.scrollBy(0, stepPx)
    for (let count = 0; count < 3; count++) {
      await new Promise(requestAnimationFrame)
      const moved = (document.getElementById(seen.id)?.getBoundingClientRect().top ?? NaN) - before
      if (!(Math.abs(moved + stepPx) <= 1)) wrong.push(seen.id + ' moved by ' + moved + ' in step ' + step)
    }
  }
  return wrong
}`
