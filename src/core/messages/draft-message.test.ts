import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuthorRef } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import { AppError, type ErrorCode } from '../../model/errors.ts'
import type { Message, NewMessage } from '../../model/message.ts'
import type { Participant } from '../../model/participant.ts'
import { afterMessage, authorOf, checkSend, draftMessage, type SendFacts, type SendRule } from './draft-message.ts'

const ann: AuthorRef = { kind: 'member', id: 1 }
const jane: AuthorRef = { kind: 'contact', id: 10 }
const mary: AuthorRef = { kind: 'contact', id: 11 }
const program: AuthorRef = { kind: 'application', id: 20 }

function conversationWith(fields: Partial<Conversation> = {}): Conversation {
  return {
    id: 100,
    accountId: 5,
    number: 3,
    channelId: 7,
    contactId: 10,
    applicationId: 20,
    kind: null,
    subject: null,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: null,
    labels: [],
    attributes: {},
    additional: {},
    extra: {},
    snoozedUntil: null,
    lastSeq: 4,
    publicCount: 3,
    revision: 8,
    createdAt: 1000,
    updatedAt: 2000,
    lastActivityAt: 2000,
    firstReplyAt: null,
    waitingSince: null,
    agentSeenAt: null,
    assigneeSeenAt: null,
    contactSeenAt: null,
    ...fields,
  }
}

function messageBy(by: NewMessage['by'], fields: Partial<NewMessage> = {}): NewMessage {
  return { to: { id: 100 }, by, direction: by !== 'contact' && by.kind === 'member' ? 'outbound' : 'inbound', text: 'Hi', ...fields }
}

const row = (authorId: number, leftAt: number | null = null) => ({ authorId, leftAt }) as Participant

function refusalOf(work: () => unknown): ErrorCode | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

test('each rule of a send refuses what it is for and nothing else', () => {
  const closed = { ...conversationWith(), status: 'resolved' as const }
  const cases: [name: string, rule: SendRule, input: NewMessage, facts: Partial<SendFacts>, refusal: ErrorCode | undefined][] = [
    ['no rule', {}, messageBy(ann), {}, undefined],
    ['no conversation', {}, messageBy(ann), { conversation: undefined }, 'conversation_not_found'],
    ['own application', { applicationId: 20 }, messageBy(program), {}, undefined],
    ['another application', { applicationId: 21 }, messageBy(program), {}, 'conversation_not_found'],
    ['own contact', { contactId: 10, channelId: 7 }, messageBy(jane), {}, undefined],
    ['another contact', { contactId: 11, channelId: 7 }, messageBy(mary), {}, 'conversation_not_found'],
    ['another channel', { contactId: 10, channelId: 8 }, messageBy(jane), {}, 'conversation_not_found'],
    ['participant', { participant: true }, messageBy(ann), { participant: row(1) }, undefined],
    ['no participant', { participant: true }, messageBy(ann), {}, 'not_a_participant'],
    ['left', { participant: true }, messageBy(ann), { participant: row(1, 9) }, 'not_a_participant'],
    ['own contact is enough', { participant: 'or_own' }, messageBy(jane), {}, undefined],
    ['own contact who left', { participant: 'or_own' }, messageBy(jane), { participant: row(10, 9) }, undefined],
    ['own application is enough', { participant: 'or_own' }, messageBy(program), {}, undefined],
    ['a stranger', { participant: 'or_own' }, messageBy(mary), {}, 'conversation_not_found'],
    ['a guest', { participant: 'or_own' }, messageBy(mary), { participant: row(11) }, undefined],
    ['a guest who left', { participant: 'or_own' }, messageBy(mary), { participant: row(11, 9) }, 'conversation_not_found'],
    ['a member is never the owner', { participant: 'or_own' }, messageBy(ann), {}, 'conversation_not_found'],
    ['no name but one’s own', { participant: 'or_own' }, messageBy('contact'), {}, 'conversation_not_found'],
    ['in the contact’s name', { ownContactOnly: true }, messageBy(jane), {}, undefined],
    ['in another’s name', { ownContactOnly: true }, messageBy(mary), {}, 'contact_not_found'],
    ['in one’s own name', { ownContactOnly: true }, messageBy(ann), {}, undefined],
    ['active', { active: true }, messageBy(ann), {}, undefined],
    ['pending is active', { active: true }, messageBy(ann), { conversation: conversationWith({ status: 'pending' }) }, undefined],
    ['snoozed is active', { active: true }, messageBy(ann), { conversation: conversationWith({ status: 'snoozed' }) }, undefined],
    ['resolved', { active: true }, messageBy(ann), { conversation: closed }, 'conversation_not_active'],
    ['archived', { active: true }, messageBy(ann), { conversation: conversationWith({ status: 'archived' }) }, 'conversation_not_active'],
    ['resolved, no rule', {}, messageBy(ann), { conversation: closed }, undefined],
    ['inbound, API', { inboundInApiOnly: true }, messageBy('contact'), { channelKind: 'api' }, undefined],
    ['inbound, e-mail', { inboundInApiOnly: true }, messageBy('contact'), { channelKind: 'email' }, 'inbound_not_allowed'],
    ['outbound, e-mail', { inboundInApiOnly: true }, messageBy(ann), { channelKind: 'email' }, undefined],
  ]
  for (const [name, rule, input, facts, refusal] of cases) {
    const all: SendFacts = { conversation: conversationWith(), participant: undefined, channelKind: undefined, ...facts }
    assert.equal(
      refusalOf(() => checkSend(rule, input, all)),
      refusal,
      name,
    )
  }
})

test('a draft takes the next seq, its defaults, and a time that never goes back', () => {
  const conversation = conversationWith()
  const draft = draftMessage(messageBy(ann), conversation, { now: 3000 })
  assert.deepEqual(draft, {
    id: 0,
    accountId: 5,
    conversationId: 100,
    conversationNumber: 3,
    seq: 5,
    direction: 'outbound',
    private: false,
    author: ann,
    text: 'Hi',
    html: null,
    contentType: 'text',
    attributes: {},
    extra: {},
    parentId: null,
    sourceId: null,
    status: 'sent',
    failure: null,
    attachments: [],
    createdAt: 3000,
    sentAt: 3000,
    editedAt: null,
    deletedAt: null,
  } satisfies Message)
  assert.equal(draftMessage(messageBy(ann), conversation, { now: 1 }).createdAt, 2000)
})

test('the contact’s name is the conversation’s contact, and Parley’s where there is none', () => {
  assert.deepEqual(authorOf(messageBy('contact'), conversationWith()), jane)
  assert.deepEqual(authorOf(messageBy('contact'), conversationWith({ contactId: null })), { kind: 'system', id: 0 })
  assert.deepEqual(authorOf(messageBy(mary), conversationWith()), mary)
})

test('bodies are bounded, well formed and harmless, and text is made where only HTML is given', () => {
  const draft = (fields: Partial<NewMessage>) => draftMessage(messageBy(ann, fields), conversationWith(), { now: 1 })
  assert.deepEqual(
    [draft({ text: null, html: '<p>Hi <b>you</b></p>' }).text, draft({ text: 'own', html: '<b>x</b>' }).text],
    ['Hi you', 'own'],
  )
  assert.equal(draft({ html: '<p onclick="x()">ok</p><script>bad</script>' }).html, '<p>ok</p>')
  assert.deepEqual([draft({ text: null, html: '<script>x</script>' }).html, draft({ text: null, html: null }).text], [null, null])
  assert.equal(draft({ text: 'torn \ud83d' }).text, 'torn \ufffd')
  assert.equal(draft({ text: 'x'.repeat(150_000) }).text?.length, 150_000)
  assert.equal(
    refusalOf(() => draft({ text: 'x'.repeat(150_001) })),
    'message_too_long',
  )
  assert.equal(
    refusalOf(() => draft({ text: null, html: 'x'.repeat(150_001) })),
    'message_too_long',
  )
})

test('a parent is in the same conversation, and for the customer’s side no note', () => {
  const note = { id: 9, conversationId: 100, private: true } as Message
  const open = { ...note, private: false }
  const elsewhere = { ...open, conversationId: 101 }
  const cases: [by: NewMessage['by'], parent: Message | undefined, refusal: ErrorCode | undefined][] = [
    [ann, open, undefined],
    [ann, note, undefined],
    [jane, open, undefined],
    [jane, note, 'parent_not_found'],
    ['contact', note, 'parent_not_found'],
    [program, note, 'parent_not_found'],
    [ann, elsewhere, 'parent_not_found'],
    [ann, undefined, 'parent_not_found'],
  ]
  for (const [by, parent, refusal] of cases) {
    const draft = () => draftMessage(messageBy(by, { parentId: 9 }), conversationWith(), { parent, now: 1 })
    assert.equal(refusalOf(draft), refusal, JSON.stringify([by, parent]))
  }
})

test('a conversation after a message: who waits, who replied, what counts and what opens again', () => {
  const after = (before: Conversation, input: NewMessage) => afterMessage(before, draftMessage(input, before, { now: 3000 }))
  const before = conversationWith()
  const moved = { lastSeq: 5, lastActivityAt: 3000, updatedAt: 3000 }
  assert.deepEqual(after(before, messageBy(ann, { private: true })), { ...before, lastSeq: 5, lastActivityAt: 3000 })
  assert.deepEqual(after(before, messageBy(jane)), { ...before, ...moved, publicCount: 4, waitingSince: 3000 })
  const waiting = conversationWith({ waitingSince: 1500 })
  assert.equal(after(waiting, messageBy(jane)).waitingSince, 1500)
  assert.deepEqual(after(waiting, messageBy(ann)), { ...waiting, ...moved, publicCount: 4, firstReplyAt: 3000, waitingSince: null })
  assert.equal(after(conversationWith({ firstReplyAt: 1200 }), messageBy(ann)).firstReplyAt, 1200)
  const automatic = messageBy({ kind: 'system', id: 0 }, { direction: 'outbound' })
  assert.deepEqual([after(waiting, automatic).waitingSince, after(waiting, automatic).firstReplyAt], [1500, null])
  for (const status of ['resolved', 'snoozed', 'archived'] as const) {
    const closed = conversationWith({ status, snoozedUntil: 9000 })
    assert.deepEqual([after(closed, messageBy(jane)).status, after(closed, messageBy(jane)).snoozedUntil], ['open', null])
    assert.equal(after(closed, messageBy(ann)).status, status)
    assert.equal(after(closed, messageBy(ann, { private: true })).status, status)
  }
  for (const status of ['open', 'pending'] as const) assert.equal(after(conversationWith({ status }), messageBy(jane)).status, status)
})
