import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Voice, Wire } from '../clients/voice.ts'
import { voicesOf } from '../clients/voices.ts'
import { startServer, type TestServer } from '../harness.ts'

/** What is left of a deleted message, in the words of those who show that there was one; in all other lists it is gone. */
const TOMBSTONES: Partial<Record<Voice['name'], (wire: Wire) => void>> = {
  parley: (wire) => {
    assert.deepEqual([wire.text, wire.html, wire.attributes, wire.attachments], [null, null, {}, []])
    assert.ok(wire.deletedAt)
  },
  chatwoot: (wire) => assert.deepEqual([wire.content, wire.content_attributes], ['This message was deleted', { deleted: true }]),
  client: (wire) => assert.deepEqual([wire.content, wire.content_attributes], ['This message was deleted', { deleted: true }]),
}

test('a message deleted in one dialect is gone in every other, or a tombstone in its words, and its text is nowhere', async (t) => {
  const server = await startServer(t)
  const { id } = server.home.conversation
  const voices = await voicesOf(server)
  const all = Object.values(voices)
  for (const deleter of all.filter((one) => one.remove)) {
    for (const writer of all) {
      const secret = `secret of ${writer.name} for ${deleter.name}`
      await writer.send(id, `kept by ${writer.name}`)
      await writer.send(id, secret)
      const doomed = (await voices.parley.list(id)).at(-1).id
      await deleter.remove?.(id, doomed)
      for (const reader of all) {
        const where = `${writer.name}'s, deleted in ${deleter.name}, read in ${reader.name}`
        const wires = await reader.list(id)
        assert.ok(!JSON.stringify(wires).includes(secret), where)
        const isLeft = wires.find((wire) => reader.read(wire).id === reader.idOf(doomed))
        const tombstone = TOMBSTONES[reader.name]
        assert.equal(isLeft !== undefined, tombstone !== undefined, where)
        tombstone?.(isLeft)
        const kept = tombstone ? wires.at(-2) : wires.at(-1)
        assert.equal(reader.read(kept).text, `kept by ${writer.name}`, where)
      }
    }
  }
  const rows = await server.core.store.all<{ body: string | null; rest: string | null }>('select body, rest from messages')
  assert.ok(!JSON.stringify(rows).includes('secret'))
})

test('a text edited in Parley is the new one in every dialect, in its old place and with its old time', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id } = home.conversation
  const voices = await voicesOf(server)
  const all = Object.values(voices)
  const seenBy = (reader: Voice) => reader.list(id).then((wires) => wires.map(reader.read))
  for (const writer of all) {
    await writer.send(id, 'the old text')
    const { id: messageId } = (await voices.parley.list(id)).at(-1)
    await writer.send(id, 'one more behind it')
    const before = await Promise.all(all.map(seenBy))
    const text = `the new text of ${writer.name}`
    const path = `/parley/v1/conversations/${id}/messages/${messageId}`
    const edited = await server.call('PATCH', path, { token: home.tokens.parley, body: { text } })
    assert.equal(edited.status, 200, edited.text)
    for (const [index, reader] of all.entries()) {
      const expected = before[index]?.map((one) => (one.id === reader.idOf(messageId) ? { ...one, text } : one))
      assert.equal(expected?.at(-2)?.text, text)
      assert.deepEqual(await seenBy(reader), expected, `${writer.name}'s, read in ${reader.name}`)
    }
  }
})

const REOPENERS: Record<string, (server: TestServer, voices: Record<Voice['name'], Voice>, id: number) => Promise<unknown>> = {
  mews: (_server, voices, id) => voices.mews.send(id, 'I am back'),
  client: (_server, voices, id) => voices.client.send(id, 'I am back'),
  ndoto: (_server, voices, id) => voices.ndoto.send(id, 'She is back', { message_type: 'incoming' }),
  parley: (server, voices, id) => voices.parley.send(id, 'I am back', {}, { token: server.home.secrets.jane }),
}

test('a conversation resolved in one dialect is so in the words of every other, until the customer writes', async (t) => {
  const server = await startServer(t)
  const { id } = server.home.conversation
  const voices = await voicesOf(server)
  const all = Object.values(voices)
  const words = (kind: 'open' | 'resolved') => Object.fromEntries(all.map((one) => [one.name, one.words[kind]]))
  const statuses = async () => Object.fromEntries(await Promise.all(all.map(async (one) => [one.name, await one.status(id)])))

  const reopeners = Object.entries(REOPENERS)
  const resolvers = all.filter((one) => one.resolve)
  assert.deepEqual(
    all.filter((one) => !one.resolve).map((one) => one.name),
    ['mews'],
  )
  for (const [index, resolver] of resolvers.entries()) {
    assert.deepEqual(await statuses(), words('open'))
    await resolver.resolve?.(id)
    assert.deepEqual(await statuses(), words('resolved'), `resolved in ${resolver.name}`)
    await voices.chatwoot.send(id, 'The team may add something without opening it')
    assert.deepEqual(await statuses(), words('resolved'))
    const refused = await server.call('POST', `/ondi/messaging/conversations/${server.core.ids.toUuid('conversation', id)}/messages`, {
      token: server.home.tokens.ondi,
      body: { content: 'OnDi sends into active conversations only' },
    })
    assert.deepEqual([refused.status, refused.body], [403, { success: false, message: 'Conversation is not active' }])
    const [name, reopen] = reopeners[index % reopeners.length] as (typeof reopeners)[number]
    await reopen(server, voices, id)
    assert.deepEqual(await statuses(), words('open'), `resolved in ${resolver.name}, the customer wrote in ${name}`)
  }
})

test('what was read in OnDi is read in Parley, and the other way round', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id } = home.conversation
  const voices = await voicesOf(server)
  const { ids } = server.core
  const readSeq = async (person: { id: number }) => {
    const { body } = await server.call('GET', `/parley/v1/conversations/${id}/participants`, { token: home.tokens.parley })
    return body.participants.find((one: Wire) => one.author.id === person.id)?.lastReadSeq
  }
  const path = `/ondi/messaging/conversations/${ids.toUuid('conversation', id)}`
  const lastRead = async (person: { id: number }) => {
    const { body } = await server.call('GET', path, { token: home.tokens.ondi })
    const user = ids.toUuid('author', person.id)
    return body.data.participants.find((one: Wire) => one.user_id === user).last_read_message_id
  }

  await voices.mews.send(id, 'one')
  await voices.client.send(id, 'two')
  assert.deepEqual([await readSeq(home.bob), await lastRead(home.bob)], [0, null])

  const list = await server.call('GET', `${path}/messages`, { token: home.secrets.bob })
  assert.equal(list.status, 200, list.text)
  assert.deepEqual([await readSeq(home.bob), await lastRead(home.bob)], [2, list.body.messages[0].id])

  const third = await voices.tidysupport.send(id, 'three')
  const read = await server.call('POST', `/parley/v1/conversations/${id}/read`, { token: home.secrets.bob, body: { seq: 3 } })
  assert.equal(read.status, 200, read.text)
  assert.equal(await lastRead(home.bob), ids.toUuid('message', ids.fromPrefixed('message', third.id) ?? 0))
  const own = await server.call('GET', '/ondi/messaging/conversations', { token: home.secrets.bob })
  const here = own.body.conversations.find((one: Wire) => one.id === ids.toUuid('conversation', id))
  assert.equal(here.unread_count, 0)
})
