import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { answer, OK, startReceiver } from '../delivery/start-receiver.ts'
import { ENGINE } from '../harness.ts'
import { parleyClient } from '../parley-client.ts'
import { checkAxe } from './check-axe.ts'
import { startInbox } from './open-inbox.ts'

/** Axe finds nothing in either theme, nor at a telephone's width, at which nothing sticks out. */
async function checkLooks(page: Page, where: string): Promise<void> {
  await checkAxe(page, where)
  await page.emulateMedia({ colorScheme: 'dark' })
  const size = page.viewportSize() as { width: number; height: number }
  await page.setViewportSize({ width: 360, height: 740 })
  await checkAxe(page, `${where}, dark and narrow`)
  const widths = await page.evaluate('[document.documentElement, document.getElementById("content")].map(({ scrollWidth }) => scrollWidth)')
  assert.deepEqual(widths, [360, 360], `${where} sticks out`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(size)
}

test('deliveries and activity: a receiver that fails and works again is seen, told again and replayed, and the charts move', {
  skip: ENGINE === 'postgres' && 'what is shown does not depend on the store',
}, async (t) => {
  const receiver = await startReceiver(t, () => answer(503))
  const { server, open } = await startInbox(t, { delivery: true, forgive: /status of 422/ })
  const { home } = server
  const jane = parleyClient(server, home.secrets.jane)
  const talk = `/conversations/${home.conversation.id}/messages`
  const page = await open({ at: '#/deliveries' })
  const press = (name: string | RegExp) => page.getByRole('button', { name }).press('Enter')

  await page.getByRole('heading', { name: 'Nobody is told yet' }).waitFor()
  await checkLooks(page, 'no webhooks')
  await press('Add a webhook')
  const form = page.getByRole('dialog')
  await form.getByLabel('Address').fill('nowhere')
  await form.getByLabel('Address').press('Enter')
  await form.getByText('A webhook needs an http or https address').waitFor()
  await form.getByLabel('Address').fill(`${receiver.url}/hook`)
  await form.getByLabel('Only some').press('Space')
  await form.getByLabel('Conversations', { exact: true }).press('Space')
  await form.getByRole('button', { name: 'Single events: Messages and notes' }).press('Enter')
  await form.getByLabel('message.deleted').press('Space')
  await checkAxe(page, 'the form')
  await form.getByLabel('Name').fill('Warehouse')
  await form.getByLabel('Name').press('Enter')
  await form.getByText(/^whsec_/).waitFor()
  await press('I have kept it')

  await page.getByRole('heading', { name: 'Warehouse' }).waitFor()
  await page.getByText('There was nothing to tell it yet.').waitFor()
  assert.deepEqual(await page.locator('dd code').allTextContents(), ['message.created', 'message.updated'])
  assert.equal(await page.getByText('whsec_').count(), 0)

  await jane.post(talk, { text: 'Is it open?' })
  await page.getByText(/^Nothing taken since .*: it answered 503\.$/).waitFor()
  await press(/^1 ?Pending/)
  const attempts = page.getByRole('list', { name: 'Attempts' }).getByRole('listitem')
  await attempts.filter({ hasText: 'Attempt 1' }).filter({ hasText: '503' }).filter({ hasText: 'ok' }).waitFor()
  await page.getByText(/^The next attempt is at /).waitFor()
  assert.match(page.url(), /#\/deliveries\/\d+\/1$/)
  await checkLooks(page, 'a delivery')

  receiver.behave(OK)
  await page.getByLabel('How it is').getByRole('button', { name: 'Try now' }).press('Enter')
  await attempts.filter({ hasText: 'Attempt 2' }).filter({ hasText: '200' }).waitFor()
  await page.getByText('It was taken.').waitFor()
  await page.getByText('Everything has been taken.').waitFor()
  await press('Tell it again')
  await attempts.filter({ hasText: 'Attempt 3' }).waitFor()
  assert.deepEqual(
    receiver.taken.map(({ headers }) => [headers['webhook-number'], headers['webhook-attempt']]),
    [
      ['1', '2'],
      ['1', '3'],
    ],
  )
  assert.equal(new Set(receiver.taken.map(({ headers }) => headers['webhook-id'])).size, 1)

  // A test opens by itself once it stands in the ledger.
  await press('Test')
  await page.getByRole('button', { name: /^2 ?Delivered ?webhook\.tested/ }).waitFor()
  await page.waitForURL(/#\/deliveries\/\d+\/2$/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('pause')
  await page.getByRole('option', { name: 'Pause the webhook' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  await jane.post(talk, { text: 'Hello?' })
  await page.getByText(/What happens meanwhile is kept for it\.$/).waitFor()
  await press('Resume')
  await page.getByRole('menuitem', { name: 'From where it stood' }).press('Enter')
  await page.getByRole('button', { name: /^3 ?Delivered ?message\.created/ }).waitFor()
  await page.getByRole('tab', { name: 'All' }).press('ArrowRight')
  await page.getByText('None of these').waitFor()
  await page.getByRole('button', { name: 'More' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Tell it again from…' }).press('Enter')
  await page.getByLabel('From position').press('Tab')
  await page.getByRole('dialog').getByRole('button', { name: 'Tell it again' }).press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('tab', { name: 'Delivered' }).press('Enter')
  await page.getByRole('button', { name: /^6 ?Delivered ?message\.created/ }).waitFor()

  await page.getByRole('link', { name: 'Activity' }).press('Enter')
  const chart = (name: RegExp) => page.getByRole('img', { name }).waitFor()
  await chart(/^Messages per minute: now \d\. 2 in the last hour/)
  await chart(/^Webhook latency: now .* 7 taken, 1 failed\./)
  await jane.post(talk, { text: 'Nobody?' })
  await chart(/^Messages per minute: now \d\. 3 in the last hour/)
  await page.getByText('As a table').first().press('Enter')
  await page.getByRole('region', { name: 'Messages per minute, as a table' }).getByRole('row').nth(60).waitFor()
  await checkLooks(page, 'the activity')

  await page.getByRole('link', { name: 'Deliveries' }).press('Enter')
  await page.getByRole('link', { name: /Warehouse.*Well/ }).press('Enter')
  await page.getByRole('button', { name: 'More' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Delete…' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter')
  await page.getByRole('heading', { name: 'Nobody is told yet' }).waitFor()

  const bobs = await open({ as: home.bob, at: '#/activity' })
  await bobs.getByText('Ask an administrator: Ann Home.').waitFor()
  await bobs.getByRole('link', { name: 'Deliveries' }).press('Enter')
  await bobs.getByText('Webhooks tell other programs').waitFor()
  await checkAxe(bobs, 'not for agents')
})
