import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { ENGINE, type TestServer } from '../harness.ts'
import { waitFor } from '../wait-for.ts'
import { checkAxe } from './check-axe.ts'
import { startInbox } from './open-inbox.ts'

const skip = ENGINE === 'postgres' && 'the pages speak to the API alone'
const VENDORS = ['Chatwoot', 'Ndoto', '99 Digital', 'OnDi', 'Mews', 'TidySupport', 'Parley']

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

async function say(server: TestServer, body: object): Promise<number> {
  const { conversation, secrets } = server.home
  const path = `/parley/v1/conversations/${conversation.id}/messages`
  const sent = await server.call('POST', path, { token: secrets.bob, body })
  assert.equal(sent.status, 201)
  return sent.body.id
}

/** Resolves once each of these cards holds the text. */
async function seenIn(page: Page, names: readonly string[], text: string): Promise<void> {
  for (const name of names) await card(page, name).getByText(text).first().waitFor()
}

/** What a shell would make of a line without variables, as a request. */
function readCurl(line: string): [url: string, init: { method: string; headers: [string, string][]; body?: string }] {
  const [, , ...parts] = [...line.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll("'\\''", "'") ?? bare ?? '',
  )
  const init: { method: string; headers: [string, string][]; body?: string } = { method: 'GET', headers: [] }
  let url = ''
  while (parts.length > 0) {
    const part = parts.shift() ?? ''
    if (part === '-X') init.method = parts.shift() ?? ''
    else if (part === '-d') init.body = parts.shift()
    else if (part === '-H') init.headers.push((parts.shift() ?? '').split(': ') as [string, string])
    else url = part
  }
  return [url, init]
}

test('a message is shown in the words of all seven, live, and what says the same is lit in each', { skip }, async (t) => {
  const { server, open } = await startInbox(t)
  const { home } = server
  await say(server, { text: 'The room is ready' })
  const page = await open({ at: '#/faces' })
  await seenIn(page, VENDORS, 'The room is ready')
  assert.ok(page.url().includes(`#/faces/${home.conversation.id}/messages/`))
  assert.equal(await page.locator('[data-changed="true"]').count(), 0)

  // Through another vendor's API: whoever looks at the newest message is taken to it.
  const path = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
  const content = 'Your key is at the desk'
  await server.call('POST', path, { token: home.tokens.chatwoot, body: { content, message_type: 'outgoing' } })
  await seenIn(page, VENDORS, content)
  assert.ok((await page.locator('[data-changed="true"]').count()) >= VENDORS.length)

  // Pointing at the time in one lights it in all, and the words for it stand beside them.
  await card(page, 'Ndoto').getByRole('button', { name: 'created_at' }).hover()
  const lit = async (name: string) =>
    (await card(page, name).locator('[data-lit="true"]').allTextContents()).map((line) => line.split(':')[0])
  assert.deepEqual(await Promise.all(['Ndoto', 'Mews', 'TidySupport', 'Parley'].map(lit)), [
    ['created_at'],
    ['CreatedUtc'],
    ['createdAt', 'sentAt'],
    ['createdAt', 'sentAt'],
  ])
  const said = card(page, 'In other words')
  assert.deepEqual(await said.getByRole('definition').allTextContents(), [
    'created_at',
    'created_at',
    'created_at',
    'created_at',
    'CreatedUtc',
    'createdAt',
    'createdAt',
  ])
  // The same by the keyboard; what is pressed stays.
  await page.mouse.move(0, 0)
  await said.getByRole('button', { name: 'Author' }).press('Enter')
  await page.keyboard.press('k')
  await seenIn(page, VENDORS, 'The room is ready')
  assert.deepEqual(await lit('OnDi'), ['first_name', 'last_name'])

  await page.getByRole('link', { name: 'The conversation' }).click()
  await seenIn(page, ['OnDi', 'Mews', 'TidySupport', 'Parley'], 'Billing question')
  await card(page, 'OnDi').getByRole('button', { name: 'Whole answer' }).click()
  await seenIn(page, ['OnDi'], 'Conversation retrieved successfully')
  await checkAxe(page, 'a conversation')
})

test('a copied request answers what the card shows, a note is missing where it never gets, and a phone shows all of it', {
  skip,
}, async (t) => {
  const { server, open } = await startInbox(t)
  const { home } = server
  const note = await say(server, { text: 'Keep 204 for her', private: true })
  const at = `#/faces/${home.conversation.id}/messages/${note}`
  const page = await open({ at, theme: 'dark', context: { permissions: ['clipboard-read', 'clipboard-write'] } })
  await seenIn(page, ['OnDi', 'Mews'], 'A note never leaves the team.')
  await seenIn(page, ['Chatwoot', 'Ndoto', '99 Digital', 'TidySupport', 'Parley'], 'Keep 204 for her')
  await checkAxe(page, 'a note, in the dark')

  const countTokens = async () => (await server.core.store.all("select id from tokens where label = 'Faces'")).length
  const copied = async (name: string, button: string) => {
    await page.evaluate("navigator.clipboard.writeText('')")
    await card(page, name).getByRole('button', { name: button, exact: true }).click()
    let line = ''
    await waitFor(async () => {
      line = String(await page.evaluate('navigator.clipboard.readText()'))
      return line !== ''
    })
    return line
  }
  const shown = await server.call('GET', `/parley/v1/conversations/${home.conversation.id}/messages/${note}/faces`, {
    token: home.secrets.ann,
  })
  const faces = shown.body.faces as { title: string; body: unknown }[]
  for (const name of VENDORS.filter((one) => one !== 'Mews')) {
    const plain = await copied(name, `Copy the request for ${name}`)
    assert.match(plain, /^curl -s '.*<token>'$/)
    const [url, init] = readCurl(await copied(name, `Copy the request for ${name} with a token`))
    const answer = await fetch(url, init)
    assert.deepEqual(await answer.json(), faces.find((face) => face.title === name)?.body, name)
  }
  assert.match(await copied('Mews', 'Copy the request for Mews'), /^curl -s -X POST .*<client token>/)
  assert.equal(await countTokens(), 6)
  await page.reload()
  await copied('OnDi', 'Copy the request for OnDi with a token')
  assert.equal(await countTokens(), 7)

  // An agent has no tokens to give, and on a phone everything is there.
  const phone = await open({ as: home.bob, at, width: 360, height: 740 })
  await seenIn(phone, ['Parley'], 'Keep 204 for her')
  assert.equal(await phone.getByRole('button', { name: /with a token/ }).count(), 0)
  assert.equal(await phone.evaluate('document.documentElement.scrollWidth'), 360)
  await checkAxe(phone, 'on a phone')
})
