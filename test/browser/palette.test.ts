import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE } from '../harness.ts'
import { parleyClient } from '../parley-client.ts'
import { checkAxe } from './check-axe.ts'
import { startInbox } from './open-inbox.ts'

test('everything can be reached from the keyboard: by keys, and by the palette of all commands', {
  skip: ENGINE === 'postgres' && 'no matter of the store',
}, async (t) => {
  const { server, open } = await startInbox(t)
  const { conversation } = server.home
  const team = parleyClient(server, server.home.secrets.ann)
  const page = await open()
  const current = page.getByRole('navigation').locator('[aria-current=page]')
  const field = page.getByRole('combobox', { name: 'Commands' })
  const chosen = page.getByRole('option', { selected: true })
  await current.waitFor()

  await t.test('keys go to pages, unless somebody types or does not want them to', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.waitForURL(/#\/faces/)
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor()
    await page.getByText('Go to Connect').waitFor()
    await checkAxe(page, 'the list of keys')
    await page.getByLabel('Shortcuts of single keys').uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.keyboard.press('Control+k')
    await field.waitFor()
    assert.match(page.url(), /#\/faces/)
  })

  await t.test('the palette finds commands by their words, and gives the focus back', async () => {
    await checkAxe(page, 'the palette')
    await page.keyboard.type('single keys on')
    await page.keyboard.press('Enter')
    await field.waitFor({ state: 'detached' })
    const link = page.getByRole('link', { name: 'Deliveries' })
    await link.focus()
    await page.keyboard.press('Control+k')
    await field.fill('theme')
    await page.keyboard.press('ArrowUp')
    const last = await chosen.innerText()
    await page.keyboard.press('ArrowDown')
    assert.notEqual(await chosen.innerText(), last)
    assert.equal(await field.getAttribute('aria-activedescendant'), await chosen.getAttribute('id'))
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Deliveries')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('dark')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate('document.documentElement.dataset.theme'), 'dark')
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.waitForURL(/#\/connect$/)
  })

  await t.test('what asks which shows what there is to choose from, and leads back', async () => {
    const asks = 'Connect a program or a site'
    const choices = page.getByRole('combobox', { name: asks })
    await page.getByRole('link', { name: /Mews/ }).first().waitFor()
    await page.getByRole('button', { name: 'Open the commands' }).click()
    await field.fill(asks)
    await page.keyboard.press('Enter')
    await choices.waitFor()
    await page.keyboard.press('Backspace')
    await field.fill(asks)
    await page.keyboard.press('Enter')
    await choices.fill('mews')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#\/connect\/mews$/)
  })

  await t.test('a conversation is found, answered and resolved without a mouse', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    // The newest first.
    for (const { id } of [server.home.ticket, conversation]) {
      await page.locator(`a[href="#/conversations/${id}"]`).waitFor()
      await page.keyboard.press('j')
      await page.locator(`a[href="#/conversations/${id}"]:focus`).waitFor()
    }
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Reply to the customer' }).waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('We are on it')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Messages' }).getByText('We are on it').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    await page.keyboard.type('Call her first')
    // The palette opens while somebody types, and what they were typing stays.
    await page.keyboard.press('Control+k')
    await page.keyboard.type('resolve')
    await page.keyboard.press('Enter')
    await page.getByText('Resolved').first().waitFor()
    assert.equal((await team.get(`/conversations/${conversation.id}`)).body.status, 'resolved')
    assert.equal(await page.evaluate('document.activeElement.value'), 'Call her first')
  })

  await t.test('it finds conversations by number and by customer', async () => {
    for (const text of [`#${conversation.number}`, 'jane']) {
      await page.goto(`${server.url}/#/activity`)
      await page.keyboard.press('Control+k')
      await field.fill(text)
      const found = page.getByRole('option', { name: /Jane Doe.*Billing question/ })
      // Enter, before it is found, is for what is going to be found.
      if (text.startsWith('#')) await page.keyboard.press('Enter')
      else await found.click()
      await page.waitForURL(`${server.url}/#/conversations/${conversation.id}`)
      await field.waitFor({ state: 'detached' })
    }
    await page.keyboard.press('Control+k')
    await field.fill('nobody at all')
    await page.getByText('Nothing found for “nobody at all”').waitFor()
    await field.fill('sign out')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})
