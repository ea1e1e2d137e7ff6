import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness.ts'
import { ACCOUNT_STORIES } from './account-stories.ts'
import { CONTACT_STORIES } from './contact-stories.ts'
import { CONVERSATION_STORIES } from './conversation-stories.ts'
import { methodsOf, openSdk } from './open-sdk.ts'
import { RECORD_STORIES } from './record-stories.ts'
import { STAFF_STORIES } from './staff-stories.ts'

const STORIES = { ...CONVERSATION_STORIES, ...CONTACT_STORIES, ...ACCOUNT_STORIES, ...RECORD_STORIES, ...STAFF_STORIES }

test('@figuro/chatwoot-sdk, unmodified', async (t) => {
  const server = await startServer(t)
  const sdk = openSdk(server)
  for (const [name, story] of Object.entries(STORIES)) await t.test(name, () => story(sdk))
  await t.test('none of its methods was left out', () => {
    assert.deepEqual(
      methodsOf(sdk.client).filter((name) => !sdk.called.has(name)),
      [],
    )
  })
})

test('@figuro/chatwoot-sdk with the host alone as its address: the token says whose words it speaks', async (t) => {
  const server = await startServer(t)
  const sdk = openSdk(server, server.home.tokens.chatwoot, new Set(), '')
  for (const [name, story] of Object.entries(CONVERSATION_STORIES)) await t.test(name, () => story(sdk))
})
