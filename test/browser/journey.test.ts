import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { makeChannel } from '../../src/dialects/parley/widget/widget-test.ts'
import { ENGINE } from '../harness.ts'
import { waitFor } from '../wait-for.ts'
import { startInbox, watch } from './open-inbox.ts'

const SECRET = 'Her brother booked the cake, say nothing'
const APIS = ['Chatwoot', 'Ndoto', '99 Digital', 'OnDi', 'TidySupport', 'Parley']

test('a customer writes in the widget and an agent answers in the inbox; what is said offline arrives once and in order; no note ever leaves', {
  skip: ENGINE === 'postgres' && 'the pages speak the same API on both',
}, async (t) => {
  const inbox = await startInbox(t, { forgive: /ERR_INTERNET_DISCONNECTED|Failed to load resource/ })
  const { server } = inbox
  const channel = await makeChannel(server, server.home)
  const agent = await inbox.open()
  const received: string[] = []
  const visitor = await openVisitor()

  // The first word opens the conversation, in the widget and in the inbox.
  await visitor.getByRole('button', { name: 'Open the chat' }).click()
  await write(visitor, 'Is the pool open in winter?')
  await agent.getByRole('tab', { name: /^All/ }).click()
  await agent.getByRole('link', { name: /Is the pool open in winter\?/ }).click()
  await said(agent, 'Is the pool open in winter?').waitFor()

  // Each sees that the other types, and what they say.
  const reply = agent.getByRole('textbox', { name: /reply/i })
  await reply.fill('It is, and it is warm.')
  await reply.press('Enter')
  await visitor.getByText('It is, and it is warm.').waitFor()
  await reply.pressSequentially('We would')
  await visitor.getByText('Ann is typing…').waitFor()
  await reply.fill('')
  await write(visitor, 'Then we come on Saturday!')
  await said(agent, 'Then we come on Saturday!').waitFor()

  // A note is for the team, a file for both.
  await agent.getByRole('tab', { name: 'Note' }).click()
  await agent.getByRole('textbox', { name: /note/i }).fill(SECRET)
  await agent.getByRole('button', { name: 'Add note' }).click()
  await said(agent, SECRET).getByText('Internal note').waitFor()
  await agent.getByRole('tab', { name: 'Reply' }).click()
  await agent.setInputFiles('input[type=file]', { name: 'pool.txt', mimeType: 'text/plain', buffer: Buffer.from('Open from 7 to 22') })
  await agent.getByRole('button', { name: 'Send' }).click()
  await visitor.getByRole('link', { name: /pool\.txt/ }).waitFor()

  // Both write while the agent is offline.
  await agent.context().setOffline(true)
  await agent.getByText(/You are offline/).waitFor()
  await reply.fill('Shall I book a table, too?')
  await reply.press('Enter')
  await write(visitor, 'We are four, by the way.')
  await agent.context().setOffline(false)
  await said(agent, 'We are four, by the way.').waitFor()
  await visitor.getByText('Shall I book a table, too?').waitFor()
  await agent.getByText(/You are offline/).waitFor({ state: 'detached' })

  const { home } = server
  const id = Number(/conversations\/(\d+)/.exec(agent.url())?.[1])
  const { body } = await server.call('GET', `/parley/v1/conversations/${id}/messages?order=oldest`, { token: home.tokens.parley })
  const texts = (body.messages as { text: string | null; direction: string }[]).flatMap(({ text, direction }) =>
    direction === 'system' ? [] : [text],
  )
  assert.deepEqual(texts, [
    'Is the pool open in winter?',
    'It is, and it is warm.',
    'Then we come on Saturday!',
    SECRET,
    null,
    'We are four, by the way.',
    'Shall I book a table, too?',
  ])
  // A reload on both sides shows the same, once.
  for (const page of [agent, visitor]) {
    await page.reload()
    if (page === visitor)
      await visitor
        .getByRole('button', { name: /^Open the chat/ })
        .or(visitor.getByRole('textbox'))
        .first()
        .click()
    await page.getByText('Shall I book a table, too?').first().waitFor()
  }
  assert.equal(await said(agent, 'Shall I book a table, too?').count(), 1)
  assert.equal(await visitor.getByText('Shall I book a table, too?').count(), 1)

  // Nothing the visitor's browser was ever sent has the note in it.
  await waitFor(() => received.some((text) => text.includes('Shall I book a table')))
  assert.ok(received.every((text) => !text.includes(SECRET)))
  assert.equal(await visitor.getByText(SECRET).count(), 0)

  // And all seven APIs have the conversation: Mews, whose clients open theirs themselves, says why it has not.
  await agent.goto(`${server.url}/#/faces/${id}`)
  for (const name of APIS) await agent.getByRole('region', { name, exact: true }).getByText('200', { exact: true }).waitFor()
  await agent
    .getByRole('region', { name: 'Mews', exact: true })
    .getByText(/began elsewhere/)
    .waitFor()

  async function openVisitor(): Promise<Page> {
    const context = await inbox.browser.newContext({ viewport: { width: 1100, height: 760 } })
    const page = await context.newPage()
    watch(page, server.url, (problem) => assert.fail(problem))
    page.on('response', (answer) => {
      // A stream has no end to wait for; what it tells is on the page.
      if (!answer.url().includes('/events'))
        void answer.text().then(
          (text) => received.push(text),
          () => {},
        )
    })
    await page.goto(`${server.url}/demo?channel=${channel.identifier}`)
    return page
  }
})

function said(page: Page, text: string) {
  return page.getByRole('article').filter({ hasText: text })
}

async function write(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Your message' })
  await field.fill(text)
  await field.press('Enter')
}
