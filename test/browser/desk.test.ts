import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { voicesOf } from '../clients/voices.ts'
import { ENGINE } from '../harness.ts'
import { waitFor } from '../wait-for.ts'
import { checkAxe } from './check-axe.ts'
import { startInbox } from './open-inbox.ts'
import { waitInPage } from './wait-in-page.ts'

test('the list of the inbox follows what happens in every API, and what is done beside it is seen in all', {
  skip: ENGINE === 'postgres' && 'no matter of the store',
}, async (t) => {
  const { server, open } = await startInbox(t, { forgive: /ERR_INTERNET_DISCONNECTED/ })
  const { home } = server
  const { conversation, ticket } = home
  const voices = await voicesOf(server)
  const page = await open({ at: '#/conversations', width: 1440 })
  const row = (id: number) => page.locator(`[data-conversation="${id}"]`)
  const tab = (name: string) => page.getByRole('tab', { name })
  const list = page.getByRole('region', { name: 'Conversations' })
  const details = page.getByRole('region', { name: 'Details' })
  const chatwoot = async (): Promise<Record<string, unknown>> => {
    const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${conversation.number}`
    return (await server.call('GET', path, { token: home.secrets.ann })).body
  }
  /** Presses a key that asks which, and takes the first of what fits a text. */
  const choose = async (key: string, text: string) => {
    await page.keyboard.press(key)
    await page.getByRole('combobox').fill(text)
    await page.getByRole('option', { name: new RegExp(text, 'i'), selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('combobox').waitFor({ state: 'detached' })
  }
  await row(ticket.id).waitFor()

  await t.test('what is written through any API comes to the top, unread, with its words', async () => {
    await voices.chatwoot.send(conversation.id, 'Written through Chatwoot', { message_type: 'incoming' })
    await row(conversation.id).getByText('Written through Chatwoot').waitFor()
    await row(conversation.id).getByText('1 unread message').waitFor()
    await waitInPage(page, "document.title.startsWith('(1) Inbox')")
    await voices.mews.send(conversation.id, 'Written through Mews')
    await row(conversation.id).getByText('Written through Mews').waitFor()
    await voices.ondi.send(ticket.id, 'Written through OnDi')
    await row(ticket.id).getByText('Written through OnDi').waitFor()
    await waitFor(async () => (await idsOf(page))[0] === ticket.id)
    await checkAxe(page, 'the list')
  })

  await t.test('by the keyboard alone a conversation is opened, taken, labelled, snoozed and resolved', async () => {
    await page.keyboard.press('j')
    await waitFor(async () => (await focused(page)) === ticket.id)
    await page.keyboard.press('j')
    await waitFor(async () => (await focused(page)) === conversation.id)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/#/conversations/${conversation.id}`)
    await details.getByText('jane@home-customers.example').waitFor()
    await waitFor(async () => (await chatwoot()).unread_count === 0)
    await row(conversation.id).getByText('unread').waitFor({ state: 'detached' })
    await page.keyboard.press('u')
    await row(conversation.id).getByText('unread').waitFor()
    assert.notEqual((await chatwoot()).unread_count, 0)
    await page.goBack()
    await row(conversation.id).getByText('unread').waitFor({ state: 'detached' })

    await choose('a', 'bob')
    await details.getByRole('button', { name: 'Assignee: Bob Home' }).waitFor()
    await choose('l', 'late')
    await details.getByRole('button', { name: 'Remove the label late' }).waitFor()
    await choose('h', 'tomorrow')
    await details.getByRole('button', { name: /Status: Snoozed until/ }).waitFor()
    await row(conversation.id).waitFor({ state: 'detached' })
    await waitFor(async () => {
      const { status, snoozed_until: until, labels, meta } = await chatwoot()
      const { assignee } = meta as { assignee: { name: string } }
      return status === 'snoozed' && Number(until) > Date.now() / 1000 && String(labels) === 'late' && assignee.name === 'Bob Home'
    })
    await page.keyboard.press('e')
    await waitFor(async () => (await chatwoot()).status === 'resolved')
    await page
      .getByRole('status')
      .locator('div')
      .filter({ hasText: /^Resolved/ })
      .getByRole('button', { name: 'Undo' })
      .click()
    await waitFor(async () => (await chatwoot()).status === 'snoozed')
    await checkAxe(page, 'an open conversation with its details')
  })

  await t.test('the list is narrowed, and what others change enters and leaves it', async () => {
    await list.getByRole('button', { name: 'Status: Open' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Snoozed' }).click()
    await row(conversation.id).waitFor()
    await voices.client.send(conversation.id, 'Are you there?')
    await row(conversation.id).waitFor({ state: 'detached' })
    await page.getByText('No conversations here').waitFor()
    await list.getByRole('button', { name: 'Status: Snoozed' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Open' }).click()
    await row(conversation.id).waitFor()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: 'late' }).click()
    await row(ticket.id).waitFor({ state: 'detached' })
    await tab('All').getByText('1').waitFor()
    await tab('Mine').click()
    await page.getByText('Nothing fits these filters').waitFor()
    const labels = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${ticket.number}/labels`
    await server.call('POST', labels, { token: home.secrets.ann, body: { labels: ['late'] } })
    const assignments = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${ticket.number}/assignments`
    await server.call('POST', assignments, { token: home.secrets.ann, body: { assignee_id: home.ann.id } })
    await row(ticket.id).waitFor()
    await page.getByRole('button', { name: 'Remove the filter late' }).click()
    await tab('All').click()
  })

  await t.test('a search finds messages and contacts, and opens a conversation where something was said', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('through mews')
    await page.getByRole('link', { name: /Jane Doe.*Written through Mews/ }).click()
    await page.waitForURL(`**/#/conversations/${conversation.id}?at=2`)
    await page.getByRole('searchbox').fill('jane')
    await list.getByRole('button', { name: /Jane Doe/ }).click()
    await row(ticket.id).waitFor()
    await page.getByRole('button', { name: 'Remove the filter Jane Doe' }).click()
  })

  await t.test('a contact is changed, somebody is added, and a conversation begun', async () => {
    await details.getByRole('button', { name: 'Edit the contact' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Jane Roe')
    await page.getByRole('button', { name: 'Add an attribute' }).click()
    await page.getByLabel('Name of the attribute').fill('room')
    await page.getByLabel('Value').fill('204')
    await checkAxe(page, 'editing a contact')
    await page.getByRole('button', { name: 'Save' }).click()
    await details.getByText('204').waitFor()
    await row(conversation.id).getByText('Jane Roe').waitFor()
    await details.getByRole('button', { name: 'Add somebody' }).click()
    await page.getByRole('menuitem', { name: 'Eve Home' }).click()
    await details.getByRole('button', { name: 'Remove Eve Home' }).waitFor()
    await page.getByRole('button', { name: 'New conversation' }).click()
    await page.getByLabel('With whom').fill('New Guest')
    await page.getByRole('button', { name: 'New contact “New Guest”' }).click()
    await page.getByLabel('First message').fill('Welcome!')
    await page.getByRole('button', { name: 'Start conversation' }).click()
    await page.locator('[data-conversation]').first().getByText('New Guest').waitFor()
    await details.getByText('New Guest').first().waitFor()
  })

  await t.test('what cannot be done is taken back with the reason, and what happened meanwhile is there after it', async () => {
    await row(conversation.id).click()
    await page.context().setOffline(true)
    await page.keyboard.press('e')
    await page.getByRole('status').getByText('The server cannot be reached').first().waitFor()
    await row(conversation.id).waitFor()
    await details.getByRole('button', { name: 'Status: Open' }).waitFor()
    await voices.chatwoot.send(ticket.id, 'Said while nobody could hear', { message_type: 'incoming' })
    await page.context().setOffline(false)
    await row(ticket.id).getByText('Said while nobody could hear').waitFor()
    assert.equal((await chatwoot()).status, 'open')
  })

  await t.test('on a phone there is one pane at a time, in the dark, too', async () => {
    const phone = await open({ at: '#/conversations', width: 360, height: 740, theme: 'dark' })
    await phone.locator(`[data-conversation="${conversation.id}"]`).click()
    await phone.getByRole('button', { name: 'Details' }).click()
    await phone.getByRole('heading', { name: 'Handling' }).waitFor()
    await checkAxe(phone, 'the details on a phone')
    assert.equal(await phone.evaluate('document.documentElement.scrollWidth'), 360)
    await phone.getByRole('button', { name: 'Back to the conversation' }).click()
    assert.equal(await phone.evaluate('document.documentElement.scrollWidth'), 360)
    await phone.getByRole('button', { name: 'Back to the list' }).click()
    await phone.getByRole('heading', { name: 'Inbox' }).waitFor()
    await checkAxe(phone, 'the list on a phone')
    assert.equal(await phone.evaluate('document.documentElement.scrollWidth'), 360)
  })
})

function idsOf(page: Page): Promise<number[]> {
  return page.locator('[data-conversation]').evaluateAll((rows) => rows.map((one) => Number(one.getAttribute('data-conversation'))))
}

function focused(page: Page): Promise<number> {
  return page.evaluate('Number(document.activeElement?.dataset.conversation)')
}
