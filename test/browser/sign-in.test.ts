import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { createSignInLink } from '../../src/core/sessions/sign-in-links.ts'
import { ENGINE } from '../harness.ts'
import { parleyClient } from '../parley-client.ts'
import { checkAxe } from './check-axe.ts'
import { startInbox } from './open-inbox.ts'
import { waitInPage } from './wait-in-page.ts'

const PASSWORD = 'correct horse'
const SQLITE = { skip: ENGINE === 'postgres' && 'no matter of the store' }

test('a member signs in by password, token or link, is where they wanted to be, and is told what is wrong', SQLITE, async (t) => {
  const { server, browser } = await startInbox(t)
  const { ann, bob, secrets } = server.home
  const team = parleyClient(server, secrets.ann)
  await server.call('PUT', `/parley/v1/members/${ann.id}/password`, { token: secrets.ann, body: { password: PASSWORD } })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const submit = page.getByRole('button', { name: 'Sign in' })
  const current = page.getByRole('navigation').locator('[aria-current=page]')
  const fill = async (password: string, on = page) => {
    await on.getByLabel('E-mail address').fill(ann.email ?? '')
    await on.getByLabel('Password', { exact: true }).fill(password)
    await on.keyboard.press('Enter')
  }

  await t.test('with a password, and out again', async () => {
    await page.goto(`${server.url}/#/faces`)
    await submit.waitFor()
    assert.equal(await page.evaluate("document.activeElement.getAttribute('autocomplete')"), 'username')
    assert.equal(await page.getByLabel('Password', { exact: true }).getAttribute('autocomplete'), 'current-password')
    await checkAxe(page, 'signing in')
    await fill('wrong horse')
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor()
    await fill(PASSWORD)
    assert.equal(await current.innerText(), 'Faces')
    await page.reload()
    await current.waitFor()
    await page.getByRole('button', { name: /account and theme/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await submit.waitFor()
    assert.deepEqual(await context.cookies(`${server.url}/parley`), [])
  })

  await t.test('with a link, whose secret stays neither in the address nor on the way back', async () => {
    const secret = await server.core.store.tx((tx) => createSignInLink(server.core, tx, ann, 3600))
    await page.goto(`${server.url}/#/sign-in/${secret}`)
    await current.waitFor()
    assert.equal(await page.evaluate('location.hash'), '#/')
    const [cookie] = await context.cookies(`${server.url}/parley`)
    assert.deepEqual([cookie?.name, cookie?.httpOnly, cookie?.sameSite, cookie?.path], ['parley_session', true, 'Strict', '/parley'])
    // Followed on a page that is open, for somebody else.
    const other = await server.core.store.tx((tx) => createSignInLink(server.core, tx, bob, 3600))
    await page.evaluate(`window.ofAnn = true; location.hash = '#/sign-in/${other}'`)
    await waitInPage(page, 'window.ofAnn === undefined')
    await page.getByRole('button', { name: /^Bob Home/ }).waitFor()
    await page.goBack()
    assert.ok(!page.url().includes(secret) && !page.url().includes(other))
    await page.goto(`${server.url}/#/sign-in/nonsense`)
    await page.getByText('That link is no longer good. You are still signed in as Bob Home.').waitFor()
    await context.clearCookies()
  })

  await t.test('with a token, until it is revoked', async () => {
    const { id, secret } = (await team.post('/tokens', { author: { kind: 'member', id: bob.id } })).body
    await page.goto(`${server.url}/#/activity`)
    await page.reload()
    await page.getByRole('button', { name: 'Use a token' }).click()
    await page.locator('input[name=token]:focus').fill(secret)
    await submit.click()
    assert.equal(await current.innerText(), 'Activity')
    assert.equal((await team.delete(`/tokens/${id}`)).status, 204)
    await page.getByText('Your session has ended.').waitFor()
    assert.match(page.url(), /#\/activity$/)
  })

  await t.test('on one of two tabs, and the other goes on with it; so it does when nobody told it', async () => {
    const other = await context.newPage()
    await other.goto(`${server.url}/#/faces`)
    await fill(PASSWORD, other)
    assert.equal(await current.innerText(), 'Activity')
    await other.close()
    await context.request.post(`${server.url}/parley/v1/session`, { data: { token: secrets.ann } })
    await page.getByRole('button', { name: /account and theme/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await submit.waitFor()
  })

  await t.test('on a phone: an old link says how to get a new one, and too many attempts how long to wait', () => onPhone(page, fill))

  async function onPhone(phone: Page, attempt: typeof fill): Promise<void> {
    await phone.setViewportSize({ width: 360, height: 740 })
    await phone.emulateMedia({ colorScheme: 'dark' })
    await phone.goto(`${server.url}/#/sign-in/nonsense`)
    const told = phone.getByRole('alert')
    await told.getByText('This link is no longer good').waitFor()
    await told.getByText('npm run -s parley -- connect').waitFor()
    assert.equal(await phone.evaluate('document.documentElement.scrollWidth'), 360)
    const wait = phone.getByRole('button', { name: /^Try again in \d+ s$/ })
    for (let status = 401; status === 401; ) {
      const answered = phone.waitForResponse(/\/session$/)
      await attempt('wrong horse')
      status = (await answered).status()
    }
    await told.getByText('There were too many attempts.').waitFor()
    assert.ok(await wait.isDisabled())
    await checkAxe(phone, 'locked out, dark, on a phone')
    await submit.waitFor()
    await attempt(PASSWORD)
    await current.waitFor()
  }
})
