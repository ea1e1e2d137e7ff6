import type { App } from '../dialect.ts'
import type { Profile } from './profile.ts'
import { assignConversation } from './routes/assign-conversation.ts'
import { setCustomAttributes, togglePriority, toggleTypingStatus, updateLastSeen, updatePriority } from './routes/change-conversation.ts'
import { createContactInbox, listContactableInboxes } from './routes/contact-inboxes.ts'
import { listConversationLabels, setConversationLabels } from './routes/conversation-labels.ts'
import { createAgent, updateAgent } from './routes/create-agent.ts'
import { createContact } from './routes/create-contact.ts'
import { createConversation } from './routes/create-conversation.ts'
import { createInbox, updateInbox } from './routes/create-inbox.ts'
import { deleteContact } from './routes/delete-contact.ts'
import { getContact } from './routes/get-contact.ts'
import { getConversation } from './routes/get-conversation.ts'
import { listAgents } from './routes/list-agents.ts'
import { listContactConversations } from './routes/list-contact-conversations.ts'
import { listContacts, searchContacts } from './routes/list-contacts.ts'
import { countConversations, listConversations } from './routes/list-conversations.ts'
import { getInbox, listInboxes } from './routes/list-inboxes.ts'
import { toggleStatus } from './routes/toggle-status.ts'
import { updateContact } from './routes/update-contact.ts'

/** The reads around the messages: contacts, inboxes, agents, conversations. */
export function deskReads(app: App, profile: Profile): void {
  listInboxes(app, profile)
  getInbox(app, profile)
  listAgents(app, profile)
  listContacts(app, profile)
  searchContacts(app, profile)
  getContact(app, profile)
  listContactConversations(app, profile)
  listContactableInboxes(app, profile)
  listConversations(app, profile)
  countConversations(app, profile)
  getConversation(app, profile)
  listConversationLabels(app, profile)
}

/** The writes around the messages. */
export function deskWrites(app: App, profile: Profile): void {
  createInbox(app, profile)
  updateInbox(app, profile)
  createAgent(app, profile)
  updateAgent(app, profile)
  createContact(app, profile)
  updateContact(app, profile)
  deleteContact(app, profile)
  createContactInbox(app, profile)
  createConversation(app, profile)
  updatePriority(app, profile)
  toggleStatus(app, profile)
  togglePriority(app, profile)
  toggleTypingStatus(app, profile)
  assignConversation(app, profile)
  setConversationLabels(app, profile)
  setCustomAttributes(app, profile)
  updateLastSeen(app, profile)
}
