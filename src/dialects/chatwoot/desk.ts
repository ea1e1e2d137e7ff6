import { type TSchema, Type } from 'typebox'
import type { JsonObject } from '../../model/json.ts'
import type { AssigneeCounts } from '../../storage/queries/conversations/conversation-overviews.ts'
import type { ContactOrder } from '../../storage/queries/people/contact-lists.ts'
import { type AgentFace, chatwootAgent, digitalAgent, ndotoAgent } from './faces/agent.ts'
import { type ContactFace, chatwootContact, digitalContact, ndotoContact } from './faces/contact.ts'
import {
  type ConversationFace,
  chatwootConversation,
  digitalConversation,
  ndotoConversation,
  type WireStatus,
} from './faces/conversation.ts'
import { chatwootInbox, digitalInbox, type InboxFace, ndotoInbox } from './faces/inbox.ts'
import { chatwootLabel, digitalLabel, type LabelFace, ndotoLabel } from './faces/label.ts'
import { chatwootMe, type MeFace, ndotoMe } from './faces/me.ts'
import { chatwootTeam, digitalTeam, ndotoTeam, type TeamFace } from './faces/team.ts'
import { chatwootWebhook, digitalWebhook, ndotoWebhook, type WebhookFace } from './faces/webhook.ts'

/** Everything around the messages as one vendor shows it: contacts, inboxes, agents, conversations. */
export type Desk = {
  contact: ContactFace
  inbox: InboxFace
  agent: AgentFace
  team: TeamFace
  label: LabelFace
  conversation: ConversationFace
  me: MeFace
  webhook: WebhookFace
  /** Whether the end users' side is offered beside the agents' (chatwoot sheet 9). */
  hasClientApi: boolean
  /** Whether there is the socket `/cable` (chatwoot sheet 11). */
  hasSocket: boolean
  /** Whether members may sign in with a password (chatwoot sheet 2, "Session form"). */
  hasSessions: boolean
  /** Whether what happened in the account is counted (the vendor's second API version). */
  hasReports: boolean
  /** Whether a query value of the wrong kind is refused; where it is not, it counts as absent (ndoto sheet 1). */
  strictQueries: boolean
  /** Whether contacts carry their inboxes when nobody says so (chatwoot sheet 7, ndoto sheet 5). */
  showsContactInboxes: boolean
  /** What contacts may be sorted by, each also with `-` before it (chatwoot sheet 7, ndoto sheet 5). */
  contactSorts: readonly ContactSort[]
  /** Whether `current_page` is the text the caller sent (chatwoot sheet 7). */
  echoesPage: boolean
  /** Whether a source id that nobody has is answered without a word (chatwoot sheet 3). */
  silentOnSourceId: boolean
  /** `meta` of the list of contacts beside `count` and `current_page`. */
  contactListMeta: { contacts_all?: null }
  /** Whether a contact begins with an inbox, and an update answers as a creation does (99digital sheet 5). */
  contactsNeedInbox: boolean
  /** Whether a new conversation must name an inbox and a contact or source id, or else nothing is found (99digital sheet 4). */
  refusesBareConversation: boolean
  /** What `toggle_status` takes and whether it may be left out; without `meta` in the answer (99digital sheet 4). */
  toggle: { statuses: readonly WireStatus[]; required: boolean; meta: { meta?: JsonObject } }
  Counts: TSchema
  toCounts(counts: AssigneeCounts): JsonObject
  /** Whether the counts tell how many nobody has answered yet (99digital sheet 4). */
  countsUnanswered: boolean
  /** Whether a filter is answered as a list is, instead of as a search (ndoto sheet 4, chatwoot sheet 6.2). */
  filterAsList: boolean
  /** Whether there is what only Chatwoot has a word for: searches, files, participants, marking as unread, deletion of conversations (chatwoot sheet 5.7, 6.2). */
  isWhole: boolean
  /** Fields without which no agent is made (ndoto sheet 6, 99digital sheet 6). */
  agentNeeds: readonly ('name' | 'email' | 'role')[]
}

/** The words and what they are in the store. */
export const CONTACT_SORTS = {
  name: 'name',
  email: 'email',
  phone_number: 'phone',
  last_activity_at: 'last_activity_at',
  created_at: 'created_at',
  company: 'company',
  city: 'city',
  country: 'country',
} as const satisfies Record<string, ContactOrder>
export type ContactSort = keyof typeof CONTACT_SORTS

const Count = Type.Integer()
const Counts = { mine_count: Count, assigned_count: Count, unassigned_count: Count, all_count: Count }

function toCounts({ mine, assigned, unassigned, all }: AssigneeCounts): JsonObject {
  return { mine_count: mine, assigned_count: assigned, unassigned_count: unassigned, all_count: all }
}

const toggle: Desk['toggle'] = { statuses: ['open', 'resolved', 'pending', 'snoozed'], required: false, meta: { meta: {} } }

export const chatwootDesk: Desk = {
  contact: chatwootContact,
  inbox: chatwootInbox,
  agent: chatwootAgent,
  team: chatwootTeam,
  label: chatwootLabel,
  conversation: chatwootConversation,
  me: chatwootMe,
  webhook: chatwootWebhook,
  hasClientApi: true,
  hasSocket: true,
  hasSessions: true,
  hasReports: true,
  strictQueries: false,
  showsContactInboxes: true,
  contactSorts: Object.keys(CONTACT_SORTS) as ContactSort[],
  echoesPage: true,
  silentOnSourceId: true,
  contactListMeta: {},
  contactsNeedInbox: false,
  refusesBareConversation: false,
  toggle,
  Counts: Type.Object(Counts),
  toCounts,
  countsUnanswered: false,
  filterAsList: false,
  isWhole: true,
  agentNeeds: ['email'],
}

export const ndotoDesk: Desk = {
  ...chatwootDesk,
  contact: ndotoContact,
  inbox: ndotoInbox,
  agent: ndotoAgent,
  team: ndotoTeam,
  label: ndotoLabel,
  conversation: ndotoConversation,
  me: ndotoMe,
  webhook: ndotoWebhook,
  hasClientApi: false,
  hasSocket: false,
  hasSessions: false,
  filterAsList: true,
  isWhole: false,
  hasReports: false,
  strictQueries: true,
  showsContactInboxes: false,
  contactSorts: ['name', 'email', 'phone_number', 'last_activity_at', 'created_at'],
  echoesPage: false,
  silentOnSourceId: false,
  agentNeeds: ['name', 'email', 'role'],
}

export const digitalDesk: Desk = {
  ...chatwootDesk,
  contact: digitalContact,
  inbox: digitalInbox,
  agent: digitalAgent,
  team: digitalTeam,
  label: digitalLabel,
  conversation: digitalConversation,
  webhook: digitalWebhook,
  hasClientApi: false,
  hasSocket: false,
  hasSessions: false,
  filterAsList: true,
  isWhole: false,
  hasReports: false,
  echoesPage: false,
  silentOnSourceId: false,
  contactListMeta: { contacts_all: null },
  contactsNeedInbox: true,
  refusesBareConversation: true,
  toggle: { statuses: ['open', 'resolved'], required: true, meta: {} },
  Counts: Type.Object({ ...Counts, new_count: Type.Integer({ description: 'Open conversations nobody has answered yet' }) }),
  toCounts: (counts) => ({ ...toCounts(counts), new_count: counts.unanswered }),
  countsUnanswered: true,
  agentNeeds: ['name', 'email', 'role'],
}
