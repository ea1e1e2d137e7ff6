import type { AuthorKind, MemberRole } from '../model/author.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Participant } from '../model/participant.ts'

/** What a caller is, as far as permissions go: a member by role, or one of the others by kind. `install` is a token that administers the installation. */
export type Role = MemberRole | 'contact' | 'application' | 'install'

/** Who asks: a role, and the author behind it (0 for `install`). */
export type Reader = { role: Role; id: number }

/** Everything a caller may want to do. Reading and sending are narrowed further by `mayReadConversation`. */
export const ACTIONS = [
  'identify',
  'manageAccounts',
  'readAccount',
  'updateAccount',
  'manageTokens',
  'readMembers',
  'writeMembers',
  'readContacts',
  'writeContacts',
  'readChannels',
  'writeChannels',
  'readConversations',
  'writeConversations',
  'changeParticipants',
  'sendMessages',
  'writeNotes',
  'speakForContacts',
  'changeMessages',
  'markRead',
  'readEvents',
  'searchMessages',
] as const
export type Action = (typeof ACTIONS)[number]

const EVERYBODY: readonly Action[] = ['identify']
/** What is left to somebody who sees single conversations only. */
const INSIDER: readonly Action[] = [...EVERYBODY, 'readConversations', 'sendMessages', 'markRead', 'readEvents', 'searchMessages']
const DRIVER: readonly Action[] = [...INSIDER, 'readAccount', 'readMembers', 'writeNotes']
const AGENT: readonly Action[] = [
  ...DRIVER,
  'readContacts',
  'writeContacts',
  'readChannels',
  'writeConversations',
  'changeParticipants',
  'speakForContacts',
  'changeMessages',
]
const ADMINISTRATOR: readonly Action[] = [...AGENT, 'updateAccount', 'manageTokens', 'writeMembers', 'writeChannels']

const ALLOWED: Record<Role, ReadonlySet<Action>> = {
  administrator: new Set(ADMINISTRATOR),
  agent: new Set(AGENT),
  dispatcher: new Set(AGENT),
  bot: new Set(AGENT),
  driver: new Set(DRIVER),
  contact: new Set(INSIDER),
  application: new Set(INSIDER),
  install: new Set([...EVERYBODY, 'manageAccounts', 'readAccount', 'updateAccount']),
}

/** Whether a role may do something at all. */
export function may(action: Action, role: Role): boolean {
  return ALLOWED[role].has(action)
}

/** Whether every conversation of the account is open to a role; the others see the conversations they are concerned with. */
export function seesAllConversations(role: Role): boolean {
  return role === 'administrator' || role === 'agent' || role === 'dispatcher' || role === 'bot'
}

/**
 * Whether a reader may open a conversation: it is the reader's own, the reader is in it and has not left, or all are open to the role. To everybody
 * else it does not exist. `participant` is the reader's own row in it.
 */
export function mayReadConversation(reader: Reader, conversation: Conversation, participant: Participant | undefined): boolean {
  if (reader.role === 'install') return false
  if (seesAllConversations(reader.role)) return true
  if (reader.role !== 'driver' && isOwnConversation({ kind: reader.role as AuthorKind, id: reader.id }, conversation)) return true
  return participant !== undefined && participant.authorId === reader.id && participant.leftAt === null
}

/** Whether a conversation is with this contact, or was created by this application. */
export function isOwnConversation(author: { kind: AuthorKind; id: number }, conversation: Conversation): boolean {
  if (author.kind === 'contact') return conversation.contactId === author.id
  return author.kind === 'application' && conversation.applicationId === author.id
}
