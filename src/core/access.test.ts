import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conversation } from '../model/conversation.ts'
import type { Participant } from '../model/participant.ts'
import { ACTIONS, type Action, isOwnConversation, may, mayReadConversation, ROLES, type Role, seesAllConversations } from './access.ts'

/** One column per role, in the order of ROLES: x may, . may not. */
const TABLE: Record<Action, string> = {
  identify: 'xxxxxxxx',
  updateSelf: 'xxxxxx..',
  manageAccounts: '.......x',
  readAccount: 'xxxxx..x',
  updateAccount: 'x......x',
  manageTokens: 'x.......',
  managePasswords: 'x.......',
  readMembers: 'xxxxx...',
  writeMembers: 'x.......',
  readContacts: 'xxxx....',
  writeContacts: 'xxxx....',
  eraseContacts: 'x.......',
  readChannels: 'xxxx....',
  writeChannels: 'x.......',
  readConversations: 'xxxxxxx.',
  startConversations: 'xxxxxxx.',
  writeConversations: 'xxxx....',
  labelConversations: 'xxxx....',
  deleteConversations: 'x.......',
  closeOwnConversations: '.....x..',
  changeParticipants: 'xxxx....',
  sendMessages: 'xxxxxxx.',
  showTyping: 'xxxxxxx.',
  writeNotes: 'xxxxx...',
  speakForContacts: 'xxxx....',
  changeMessages: 'xxxx....',
  markRead: 'xxxxxxx.',
  readEvents: 'xxxxxxx.',
  searchMessages: 'xxxxxxx.',
  manageWebhooks: 'x.......',
  readDefinitions: 'xxxx....',
  writeDefinitions: 'x.......',
  keepShortcuts: 'xxxx....',
  readReports: 'x.......',
  manageDeliveries: 'xxxx....',
  openTickets: '.....x..',
  answerTickets: 'xxxxx...',
  readFaces: 'xxxx....',
}

test('every role may do exactly what the table says', () => {
  assert.deepEqual(Object.keys(TABLE), [...ACTIONS])
  for (const action of ACTIONS) {
    for (const [index, role] of ROLES.entries()) {
      assert.equal(may(action, role), TABLE[action][index] === 'x', `${role} ${action}`)
    }
  }
})

const conversation = { id: 1, contactId: 10, applicationId: 20 } as Conversation
const of = (authorId: number, leftAt: number | null = null) => ({ conversationId: 1, authorId, leftAt }) as Participant

test('a conversation is open to the team at large, and to others when they are concerned with it', () => {
  const cases: [role: Role, id: number, participant: Participant | undefined, open: boolean][] = [
    ['administrator', 1, undefined, true],
    ['agent', 1, undefined, true],
    ['dispatcher', 1, undefined, true],
    ['bot', 1, undefined, true],
    ['agent', 1, of(1, 5), true],
    ['driver', 1, undefined, false],
    ['driver', 1, of(1), true],
    ['driver', 1, of(1, 5), false],
    ['driver', 10, undefined, false],
    ['contact', 10, undefined, true],
    ['contact', 10, of(10, 5), true],
    ['contact', 11, undefined, false],
    ['contact', 11, of(11), true],
    ['contact', 11, of(11, 5), false],
    ['contact', 11, of(10), false],
    ['contact', 20, undefined, false],
    ['application', 20, undefined, true],
    ['application', 21, undefined, false],
    ['application', 21, of(21), true],
    ['application', 10, undefined, false],
    ['install', 0, undefined, false],
    ['install', 0, of(0), false],
  ]
  for (const [role, id, participant, open] of cases) {
    assert.equal(mayReadConversation({ role, id }, conversation, participant), open, `${role} ${id} ${JSON.stringify(participant)}`)
  }
})

test('a conversation without a contact or an application is nobody’s own', () => {
  const bare = { contactId: null, applicationId: null } as Conversation
  for (const kind of ['member', 'contact', 'application', 'system'] as const) assert.equal(isOwnConversation({ kind, id: 0 }, bare), false)
})

test('only members other than drivers see every conversation', () => {
  assert.deepEqual(ROLES.filter(seesAllConversations), ['administrator', 'agent', 'dispatcher', 'bot'])
})
