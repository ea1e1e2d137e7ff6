import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE } from '../harness.ts'
import { checkAxe } from './check-axe.ts'
import { startInbox } from './open-inbox.ts'

const skip = ENGINE === 'postgres' && 'the pages speak to the API alone'

test('an administrator adds somebody who then signs in, defines labels, and keeps canned responses; an agent only reads who is there', {
  skip,
}, async (t) => {
  const { server, open } = await startInbox(t, { forgive: /status of 409/ })
  const { home } = server
  const page = await open({ at: '#/team' })
  const dialog = page.getByRole('dialog')
  const row = (text: string) => page.getByRole('listitem').filter({ hasText: text })

  await page.getByRole('button', { name: 'Add a member' }).press('Enter')
  await dialog.getByLabel('Name').fill('Nora Quist')
  await dialog.getByLabel('E-mail address').fill(home.bob.email ?? '')
  await dialog.getByLabel('E-mail address').press('Enter')
  // What was typed stays when it is refused.
  await dialog.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
  assert.equal(await dialog.getByLabel('Name').inputValue(), 'Nora Quist')
  await checkAxe(page, 'a new member')
  await dialog.getByLabel('E-mail address').fill('nora@home.example')
  await dialog.getByLabel('E-mail address').press('Enter')
  await row('nora@home.example').waitFor()
  await page.getByRole('button', { name: 'Set a password for Nora Quist' }).press('Enter')
  await dialog.getByLabel('New password').fill('a long secret')
  await dialog.getByLabel('New password').press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const body = { email: 'nora@home.example', password: 'a long secret' }
  const signedIn = await server.call('POST', '/parley/v1/session', { body })
  assert.equal(signedIn.body.member?.name, 'Nora Quist', signedIn.text)
  await page.getByRole('button', { name: 'Remove Nora Quist' }).press('Enter')
  await dialog.getByRole('button', { name: 'Remove' }).press('Enter')
  await row('nora@home.example').waitFor({ state: 'detached' })
  assert.ok(await page.getByRole('button', { name: `Remove ${home.ann.name}` }).isDisabled())
  await checkAxe(page, 'members')

  await page.getByRole('link', { name: 'Labels' }).press('Enter')
  await page.getByRole('button', { name: 'Add a label' }).press('Enter')
  await dialog.getByLabel('Label', { exact: true }).fill('VIP')
  await dialog.getByLabel('Label', { exact: true }).press('Enter')
  await row('vip').waitFor()
  // What another one does is shown at once.
  const made = await server.call('POST', '/parley/v1/labels', { token: home.secrets.ann, body: { title: 'late' } })
  assert.equal(made.status, 201)
  await row('late').waitFor()
  await checkAxe(page, 'labels')

  const phone = await open({ as: home.bob, at: '#/team/canned-responses', width: 360, height: 740, theme: 'dark' })
  await phone.getByRole('button', { name: 'Add a canned response' }).press('Enter')
  await phone.getByLabel('Short code').fill('hours')
  await phone.getByLabel('Text').fill('We are here from 8 to 18.')
  await phone.getByRole('dialog').getByRole('button', { name: 'Add a canned response' }).press('Enter')
  await phone.getByText('/hours').waitFor()
  await checkAxe(phone, 'canned responses, dark, on a phone')
  await phone.getByRole('link', { name: 'Members' }).press('Enter')
  await phone.getByText('Administrators change this.').waitFor()
  assert.equal(await phone.getByRole('button', { name: /^(Add|Edit|Remove)/ }).count(), 0)
  assert.ok(Number(await phone.evaluate('document.documentElement.scrollWidth')) <= 360)
  await checkAxe(phone, 'members, dark, on a phone')
})
