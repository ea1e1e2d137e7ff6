import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCtx } from '../../core/accounts/create-account.ts'
import { createChannel } from '../../core/channels/create-channel.ts'
import { createContact } from '../../core/contacts/create-contact.ts'
import { startConversation } from '../../core/conversations/start-conversation.ts'
import { refusal, startTidy } from './test-client.ts'

const at = (time: string) => Date.parse(time) * 1000

// The seed's samples shorten texts with an ellipsis; the texts here are as it prints them.
const QUESTION = 'Hi, I have a question about my March invoice...'
const REPLY = "Hi Jane! I'd be happy to help with your invoice..."
const ANSWER = 'Hi Jane! I checked your account and the charge is correct. Here is the breakdown...'
const NOTE = 'Checked the billing system - this customer is on the Pro plan. Invoice looks correct.'

test("the seed's requests get the seed's answers, field by field", async (t) => {
  let now = at('2025-03-12T13:00:00Z')
  const { server, home, inbox, ids, call } = await startTidy(t, { now: () => now })
  const ctx = systemCtx(server.core, home.account.id)
  const { channel, contact, conversation } = await server.core.store.tx(async (tx) => {
    const channel = await createChannel(ctx, tx, { name: 'Support', kind: 'email', email: 'support@yourcompany.com' })
    const contact = await createContact(ctx, tx, { name: 'Jane Doe', email: 'jane@example.com' })
    now = at('2025-03-12T14:00:00Z')
    const { conversation } = await startConversation(ctx, tx, {
      channelId: channel.id,
      contactId: contact.id,
      subject: 'Billing question',
      extra: { tidysupport: { summary: 'Customer has a question about their March invoice amount.' } },
      messages: [{ by: 'contact', direction: 'inbound', text: QUESTION, html: `<p>${QUESTION}</p>` }],
    })
    return { channel, contact, conversation }
  })
  const path = `${inbox}/conversations/${ids.toPrefixed('conversation', conversation.id)}/messages`
  now = at('2025-03-12T14:30:00Z')
  await call('POST', path, { body: { contentText: REPLY, contentHtml: `<p>${REPLY}</p>` } })

  const list = await call('GET', `${path}?limit=50`)
  assert.equal(list.status, 200)
  const [first, second] = list.body.thread.messages.items
  const agentId = ids.toPrefixed('member', home.ann.id)
  assert.deepEqual(list.body, {
    thread: {
      conversation: {
        id: ids.toPrefixed('conversation', conversation.id),
        status: 'OPEN',
        source: 'EMAIL',
        subject: 'Billing question',
        summary: 'Customer has a question about their March invoice amount.',
      },
      contact: { id: ids.toPrefixed('contact', contact.id), email: 'jane@example.com', name: 'Jane Doe' },
      channel: { id: ids.toPrefixed('channel', channel.id), name: 'Support', email: 'support@yourcompany.com' },
      messages: {
        items: [
          {
            id: first.id,
            direction: 'INBOUND',
            senderType: 'CUSTOMER',
            contentText: QUESTION,
            contentHtml: `<p>${QUESTION}</p>`,
            contentPreview: QUESTION,
            status: 'SENT',
            attachments: [],
            agentId: null,
            createdAt: '2025-03-12T14:00:00Z',
            sentAt: '2025-03-12T14:00:00Z',
          },
          {
            id: second.id,
            direction: 'OUTBOUND',
            senderType: 'AGENT',
            contentText: REPLY,
            contentHtml: `<p>${REPLY}</p>`,
            contentPreview: REPLY,
            status: 'SENT',
            attachments: [],
            agentId,
            createdAt: '2025-03-12T14:30:00Z',
            sentAt: '2025-03-12T14:30:00Z',
          },
        ],
        hasMore: false,
      },
    },
  })
  assert.match(first.id, /^msg_[0-9A-Za-z]{24}$/)

  now = at('2025-03-13T10:15:00Z')
  const sent = await call('POST', path, { body: { contentText: ANSWER, contentHtml: `<p>${ANSWER}</p>` } })
  assert.equal(sent.status, 200)
  assert.deepEqual(sent.body, {
    message: {
      id: sent.body.message.id,
      direction: 'OUTBOUND',
      senderType: 'AGENT',
      contentText: ANSWER,
      contentHtml: `<p>${ANSWER}</p>`,
      contentPreview: ANSWER,
      status: 'SENT',
      attachments: [],
      agentId,
      createdAt: '2025-03-13T10:15:00Z',
      sentAt: '2025-03-13T10:15:00Z',
    },
  })

  const note = await call('POST', path, { body: { contentText: NOTE, isInternalNote: true } })
  assert.equal(note.status, 200)
  const { message } = note.body
  assert.deepEqual(message, {
    ...sent.body.message,
    id: message.id,
    contentText: NOTE,
    contentHtml: null,
    contentPreview: NOTE,
    sentAt: null,
    isInternalNote: true,
  })
})

test("the seed's two errors, exactly", async (t) => {
  const { call, messages, inbox, ids } = await startTidy(t)
  const unknown = `${inbox}/conversations/${ids.toPrefixed('conversation', 999_999)}/messages`
  for (const path of [unknown, `${inbox}/conversations/thd_xyz789/messages`]) {
    for (const answer of [await call('GET', path), await call('POST', path, { body: { contentText: 'Hi' } })]) {
      assert.equal(answer.status, 404)
      assert.deepEqual(answer.body, refusal(404, 'Not Found', 'Conversation not found.'))
    }
  }
  for (const body of [{}, { isInternalNote: true }, { contentText: '' }, { contentText: ' \n', contentHtml: '' }]) {
    const answer = await call('POST', messages, { body })
    assert.equal(answer.status, 400)
    assert.deepEqual(answer.body, refusal(400, 'Bad Request', 'Either contentText or contentHtml is required.'))
  }
})
