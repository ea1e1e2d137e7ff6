import type { AuthorKind, MemberRole } from '../model/author.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Participant } from '../model/participant.ts'
import type { DialectName, Scope } from '../model/token.ts'

/** What a caller is, as far as permissions go: a member by role, or one of the others by kind. `install` is a token that administers the installation. */
export type Role = MemberRole | 'contact' | 'application' | 'install'

/** Who asks: a role, and the author behind it (0 for `install`). */
export type Reader = { role: Role; id: number }

/** Everything a caller may want to do. Reading and sending are narrowed further by `mayReadConversation`. */
export const ACTIONS = [
  'identify',
  'updateSelf',
  'manageAccounts',
  'readAccount',
  'updateAccount',
  'manageTokens',
  'managePasswords',
  'readMembers',
  'writeMembers',
  'readContacts',
  'writeContacts',
  'eraseContacts',
  'readChannels',
  'writeChannels',
  'readConversations',
  'startConversations',
  'writeConversations',
  'labelConversations',
  'deleteConversations',
  'closeOwnConversations',
  'changeParticipants',
  'sendMessages',
  'showTyping',
  'writeNotes',
  'speakForContacts',
  'changeMessages',
  'markRead',
  'readEvents',
  'searchMessages',
  'manageWebhooks',
  'readDefinitions',
  'writeDefinitions',
  'keepShortcuts',
  'readReports',
  'manageDeliveries',
  'openTickets',
  'answerTickets',
  'readFaces',
] as const
export type Action = (typeof ACTIONS)[number]

const EVERYBODY: readonly Action[] = ['identify']
/** What is left to somebody who sees single conversations only. */
const INSIDER: readonly Action[] = [
  ...EVERYBODY,
  'readConversations',
  'startConversations',
  'sendMessages',
  'showTyping',
  'markRead',
  'readEvents',
  'searchMessages',
]
const CONTACT: readonly Action[] = [...INSIDER, 'updateSelf', 'closeOwnConversations', 'openTickets']
const DRIVER: readonly Action[] = [...INSIDER, 'updateSelf', 'readAccount', 'readMembers', 'writeNotes', 'answerTickets']
const AGENT: readonly Action[] = [
  ...DRIVER,
  'readContacts',
  'writeContacts',
  'readChannels',
  'writeConversations',
  'labelConversations',
  'changeParticipants',
  'speakForContacts',
  'changeMessages',
  'readDefinitions',
  'keepShortcuts',
  'manageDeliveries',
  'readFaces',
]
const ADMINISTRATOR: readonly Action[] = [
  ...AGENT,
  'updateAccount',
  'manageTokens',
  'managePasswords',
  'writeMembers',
  'eraseContacts',
  'writeChannels',
  'deleteConversations',
  'manageWebhooks',
  'writeDefinitions',
  'readReports',
]

/** The table: what each role may do. A dialect may admit fewer roles and let them do less (`DOORS`), never more. */
const ALLOWED: Record<Role, ReadonlySet<Action>> = {
  administrator: new Set(ADMINISTRATOR),
  agent: new Set(AGENT),
  dispatcher: new Set(AGENT),
  bot: new Set(AGENT),
  driver: new Set(DRIVER),
  contact: new Set(CONTACT),
  application: new Set(INSIDER),
  install: new Set([...EVERYBODY, 'manageAccounts', 'readAccount', 'updateAccount']),
}

export const ROLES = Object.keys(ALLOWED) as Role[]

/** What a visitor of a customer's site may do; which conversations there are to them is the reach of their token. */
const VISITOR: readonly Action[] = [
  'identify',
  'readConversations',
  'startConversations',
  'sendMessages',
  'showTyping',
  'markRead',
  'readEvents',
]

export type DoorName = DialectName | 'client'

/**
 * Who comes in through one door, by role and by what their token is for. `only` is all that is left to a role there, and `scopes` all that a
 * token of that scope is good for, whatever else the role may do.
 */
type Door = { admits: readonly Role[]; only?: Partial<Record<Role, readonly Action[]>>; scopes: Partial<Record<Scope, readonly Action[]>> }

const TEAM = ['administrator', 'agent', 'dispatcher', 'bot'] as const
/** What OnDi lets people do who hold no permission of the tenant; as admin of a conversation they may do more in it (ondi sheet 3). */
const ONDI_USER: readonly Action[] = [
  'identify',
  'readConversations',
  'startConversations',
  'sendMessages',
  'markRead',
  'openTickets',
  'answerTickets',
]

/** Every way in: the dialects, and Chatwoot's Client API, which asks for no token. */
export const DOORS: Record<DoorName, Door> = {
  parley: { admits: ROLES, scopes: { api: ACTIONS, install: ACTIONS, visitor: VISITOR } },
  // Bots: chatwoot sheet 2.
  chatwoot: {
    admits: TEAM,
    only: { bot: ['startConversations', 'writeConversations', 'sendMessages'] },
    scopes: { api: ACTIONS },
  },
  client: { admits: ['contact'], scopes: { api: ACTIONS } },
  ndoto: { admits: TEAM, scopes: { api: ACTIONS } },
  '99digital': { admits: TEAM, scopes: { api: ACTIONS } },
  ondi: {
    admits: [...TEAM, 'driver', 'contact'],
    only: { agent: ONDI_USER, dispatcher: ONDI_USER, driver: ONDI_USER, bot: ONDI_USER, contact: ONDI_USER },
    scopes: { api: ACTIONS, portfolio: ACTIONS },
  },
  // What writes belongs to one enterprise: a token over several has no permission for it (mews sheet 1).
  mews: { admits: ['application'], scopes: { api: ACTIONS, portfolio: ['identify', 'readConversations'] } },
  tidysupport: { admits: TEAM, scopes: { api: ACTIONS } },
}

/** What an admin of a conversation may do in it beyond their role, in the dialects that know such admins (ondi sheet 3). */
export const CONVERSATION_ADMIN: readonly Action[] = ['writeConversations', 'changeParticipants']

/** Whether a role may do something at all. */
export function may(action: Action, role: Role): boolean {
  return ALLOWED[role].has(action)
}

/** Whether a role may do something through one of the doors, with a token of that scope. */
export function mayThrough(door: DoorName, action: Action, { role, scope }: { role: Role; scope: Scope }): boolean {
  const { admits, only, scopes } = DOORS[door]
  if (!admits.includes(role) || !may(action, role)) return false
  return scopes[scope]?.includes(action) === true && (only?.[role]?.includes(action) ?? true)
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
