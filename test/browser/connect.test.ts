import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE } from '../harness.ts'
import { checkAxe } from './check-axe.ts'
import { startInbox } from './open-inbox.ts'

const skip = ENGINE === 'postgres' && 'the pages speak to the API alone'

test('a developer is given address, ids, a token that is shown once, and a first call that carries it', { skip }, async (t) => {
  const { server, open } = await startInbox(t)
  const { home } = server
  const page = await open({ at: '#/connect', context: { permissions: ['clipboard-read', 'clipboard-write'] } })
  const copied = () => page.evaluate('navigator.clipboard.readText()')
  const code = page.getByRole('tabpanel')

  // From the overview to an API, by the keyboard alone.
  await page.getByRole('link', { name: 'Chatwoot' }).last().focus()
  await checkAxe(page, 'the overview')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'First call' }).waitFor()
  await page.getByRole('button', { name: 'Copy: Base address' }).press('Enter')
  assert.equal(await copied(), `${server.url}/chatwoot`)
  await page.getByRole('tab', { name: 'curl' }).press('ArrowRight')
  await page.getByRole('tab', { name: 'List messages' }).press('ArrowRight')
  const path = `/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
  assert.match((await code.textContent()) ?? '', /^const base = '.*\/chatwoot'\nconst token = 'YOUR_TOKEN'/)
  assert.ok((await code.textContent())?.includes(`\${base}${path}`))
  assert.equal(await page.getByRole('link', { name: /watch it arrive/ }).getAttribute('href'), `#/conversations/${home.conversation.id}`)

  // A token, made by the keyboard, too; who may not come in through this API is not offered.
  await page.getByRole('button', { name: 'Create a token' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await checkAxe(page, 'a new token')
  await dialog.getByLabel('Member').selectOption('Bob Home')
  await dialog.getByLabel('Label').fill('Night bridge')
  await dialog.getByLabel('Label').press('Enter')
  const card = page.getByRole('region', { name: 'Your new token' })
  await card.waitFor()
  const secret = (await card.locator('code').textContent()) ?? ''
  await card.getByRole('button', { name: 'Copy token' }).press('Enter')
  assert.equal(await copied(), secret)
  assert.ok((await code.textContent())?.includes(`const token = '${secret}'`))
  const whoami = () => server.call('GET', '/parley/v1/whoami', { token: secret })
  assert.equal((await whoami()).body.author.name, 'Bob Home')
  await checkAxe(page, 'an API with a new token')

  await page.reload()
  const made = page.getByRole('listitem').filter({ hasText: 'Night bridge' })
  await made.waitFor()
  assert.ok(!(await page.content()).includes(secret))
  await made.getByRole('button', { name: 'Revoke Night bridge' }).press('Enter')
  await dialog.getByRole('button', { name: 'Revoke' }).press('Enter')
  await made.waitFor({ state: 'detached' })
  assert.equal((await whoami()).status, 401)

  // A widget for a site.
  await page.getByRole('link', { name: 'Channels and widget' }).first().press('Enter')
  await page.getByRole('button', { name: 'Add a web widget' }).press('Enter')
  await page.keyboard.type('Lake Hotel')
  await page.keyboard.press('Enter')
  const line = page.getByRole('region', { name: 'The line for your site' })
  await line.waitFor()
  const { channels } = (await server.call('GET', '/parley/v1/channels', { token: home.secrets.ann })).body
  const { identifier, kind, name } = channels.at(-1)
  assert.deepEqual([name, kind], ['Lake Hotel', 'web_widget'])
  assert.equal(await line.textContent(), `<script src="${server.url}/widget.js" data-channel="${identifier}" async></script>`)
  await checkAxe(page, 'channels')

  // Dark, on a phone, as an agent: no tokens, and who can make some.
  const phone = await open({ as: home.bob, at: '#/connect/mews', width: 360, height: 740, theme: 'dark' })
  await phone.getByText('Administrators make and revoke tokens. Ask an administrator: Ann Home.').waitFor()
  assert.ok(!(await phone.content()).includes('Create a token'))
  assert.ok(Number(await phone.evaluate('document.documentElement.scrollWidth')) <= 360)
  await checkAxe(phone, 'an API, dark, on a phone')
})
