import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../test/harness.ts'
import { systemCtx } from '../core/accounts/create-account.ts'
import { createMember } from '../core/members/create-member.ts'
import { deleteMember } from '../core/members/delete-member.ts'
import { signInByLink } from '../core/sessions/sign-in-links.ts'
import { makeInboxLink } from './inbox-link.ts'

test('a link into the inbox is for the administrator who has been there longest, and for nobody where there is none', async (t) => {
  const { core, home } = await startServer(t)
  const ctx = systemCtx(core, home.account.id)
  const url = 'https://chat.example.com'
  const follow = async () => {
    const [page, secret = ''] = (await makeInboxLink(core, home.account.id, { url, hours: 1 }))?.split('/#/sign-in/') ?? []
    assert.equal(page, url)
    return (await signInByLink(core, secret, { accessSeconds: 60 })).person.id
  }
  const zoe = await core.store.tx((tx) => createMember(ctx, tx, { name: 'Zoe', role: 'administrator' }))
  assert.equal(await follow(), home.ann.id)
  await core.store.tx((tx) => deleteMember(ctx, tx, home.ann.id))
  assert.equal(await follow(), zoe.id)
  await core.store.tx((tx) => deleteMember(ctx, tx, zoe.id))
  assert.equal(await makeInboxLink(core, home.account.id, { url, hours: 1 }), null)
})
