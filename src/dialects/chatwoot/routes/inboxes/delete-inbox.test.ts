import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { addMember, PROFILES } from '../../family-test.ts'

test('a deleted inbox is gone in every API, with its conversations and files; contacts stay', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const inbox = await ok('POST', '/inboxes', { name: 'Old', channel: { type: 'api' } })
    await ok('POST', '/inbox_members', { inbox_id: inbox.id, user_ids: [home.bob.id] })
    const begun = await ok('POST', '/conversations', {
      inbox_id: inbox.id,
      contact_id: home.jane.id,
      message: { content: 'Hello', message_type: 'outgoing' },
    })
    const form = new FormData()
    form.set('content', 'A file')
    form.set('message_type', 'outgoing')
    form.append('attachments[]', new Blob(['bytes of the file']), 'a.txt')
    const url = `${server.url}${profile.mount}/api/v1/accounts/${home.account.id}/conversations/${begun.id}/messages`
    const posted = await fetch(url, { method: 'POST', headers: { api_access_token: home.tokens[profile.name] }, body: form })
    const sent = (await posted.json()) as { attachments: [{ data_url: string }] }
    const address = sent.attachments[0].data_url.replace(/^https?:\/\/[^/]+/, '')
    assert.equal((await server.call('GET', address)).status, 200)
    const row = await core.store.one<{ id: number }>('select id from conversations where account_id = $1 and number = $2', [
      home.account.id,
      begun.id,
    ])

    assert.deepEqual(await ok('DELETE', `/inboxes/${inbox.id}`), { message: 'Your inbox and its conversations are deleted.' })
    assert.equal((await call('GET', `/inboxes/${inbox.id}`)).status, 404)
    assert.equal((await call('DELETE', `/inboxes/${inbox.id}`)).status, 404)
    assert.equal((await call('GET', `/conversations/${begun.id}`)).status, 404)
    assert.equal((await server.call('GET', address)).status, 404)
    const parley = await server.call('GET', `/parley/v1/conversations/${row?.id}`, { token: home.tokens.parley })
    assert.equal(parley.status, 404)
    await ok('GET', `/contacts/${home.jane.id}`)
    await ok('GET', `/conversations/${home.conversation.number}`)
    for (const [table, column] of [
      ['contact_channels', 'channel_id'],
      ['channel_identifiers', 'channel_id'],
      ['channel_members', 'channel_id'],
      ['messages', 'conversation_id'],
      ['participants', 'conversation_id'],
    ]) {
      const id = column === 'channel_id' ? inbox.id : row?.id
      assert.deepEqual(await core.store.all(`select 1 from ${table} where ${column} = $1`, [id]), [], table)
    }
    const events = await core.store.all<{ type: string }>('select type from events where account_id = $1 order by position desc limit 2', [
      home.account.id,
    ])
    assert.deepEqual(events.map((one) => one.type).toReversed(), ['conversation.deleted', 'channel.deleted'])
  }
})

test('only administrators delete an inbox, and only one of their own account', async (t) => {
  const server = await startServer(t)
  const { secret } = await addMember(server, 'Otto', 'agent')
  for (const profile of PROFILES) {
    const { call } = deskOf(server, profile)
    const before = await snapshot(server)
    for (const token of [secret, undefined, 'wrong-token'])
      assert.ok([401, 403].includes((await call('DELETE', `/inboxes/${server.home.channel.id}`, undefined, { token })).status))
    for (const id of [server.away.channel.id, 999_999, 'x']) assert.equal((await call('DELETE', `/inboxes/${id}`)).status, 404)
    assert.equal(await snapshot(server), before)
  }
})
