import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'
import { contactIdentifier, listen, memberIdentifier } from '../cable/cable-test.ts'
import { clientOf, makeVisitor } from './client-test.ts'

test('of another contact who takes part in a conversation its contact is shown the name alone, in answers and at the socket', async (t) => {
  const server = await startServer(t)
  const { jane, secrets, ann, account } = server.home
  const team = parleyClient(server, secrets.ann)
  const { contact, inside, conversation } = await makeVisitor(server)
  const found = await server.core.store.one<{ id: number }>('select id from conversations where account_id = $1 and number = $2', [
    account.id,
    conversation.id,
  ])
  const at = `/conversations/${found?.id}`
  assert.equal((await team.patch(`/contacts/${jane.id}`, { phone: '+4930123456', attributes: { note: 'ours' } })).status, 200)
  assert.equal((await team.post(`${at}/participants`, { authorId: jane.id, role: 'member' })).status, 201)
  const [zed, member] = [await listen(t, server, contactIdentifier(contact)), await listen(t, server, memberIdentifier(server, ann.id))]
  const asJane = parleyClient(server, secrets.jane)
  assert.equal((await asJane.post(`${at}/messages`, { text: 'Jane here' })).status, 201)
  assert.equal((await asJane.post(`${at}/typing`, { on: true })).status, 204)
  const shown = {
    additional_attributes: {},
    custom_attributes: {},
    email: null,
    id: jane.id,
    identifier: null,
    name: 'Jane Doe',
    phone_number: null,
    thumbnail: '',
    blocked: false,
    type: 'contact',
  }
  const typing = await zed.data('conversation.typing_on')
  const { ok } = clientOf(server)
  const listed = await ok('GET', `${inside}/messages`)
  const { messages } = await ok('GET', inside)
  for (const sender of [
    (await zed.data('message.created')).sender,
    typing.user,
    typing.conversation.messages[0].sender,
    listed[0].sender,
    messages[0].sender,
  ])
    assert.deepEqual(sender, shown)
  assert.equal(typing.conversation.meta.sender.email, 'zed@customers.example')
  await ok('POST', `${inside}/messages`, { content: 'Zed here' })
  assert.equal((await ok('GET', `${inside}/messages`))[1].sender.email, 'zed@customers.example')
  assert.equal((await member.data('message.created')).sender.email, jane.email)
  assert.equal((await member.data('conversation.typing_on')).user.custom_attributes.note, 'ours')
})
