import type { App } from '../dialect.ts'
import { directoryReads, directoryWrites } from './directory-routes.ts'
import type { Profile } from './profile.ts'
import { createContactInbox, listContactableInboxes } from './routes/contacts/contact-inboxes.ts'
import { listContactLabels, setContactLabels } from './routes/contacts/contact-labels.ts'
import { createContact } from './routes/contacts/create-contact.ts'
import { deleteContact } from './routes/contacts/delete-contact.ts'
import { filterContacts } from './routes/contacts/filter-contacts.ts'
import { findContactBySourceId } from './routes/contacts/find-contact-by-source-id.ts'
import { getContact } from './routes/contacts/get-contact.ts'
import { listContactConversations } from './routes/contacts/list-contact-conversations.ts'
import { listContacts, searchContacts } from './routes/contacts/list-contacts.ts'
import { mergeContacts } from './routes/contacts/merge-contacts.ts'
import { updateContact } from './routes/contacts/update-contact.ts'
import { conversationReads, conversationWrites } from './routes/conversations/conversation-routes.ts'
import { createInbox, updateInbox } from './routes/inboxes/create-inbox.ts'
import { getInbox, listInboxes } from './routes/inboxes/list-inboxes.ts'
import { createAgent, updateAgent } from './routes/team/create-agent.ts'
import { listAgents } from './routes/team/list-agents.ts'
import { createWebhook, updateWebhook } from './routes/webhooks/create-webhook.ts'
import { deleteWebhook } from './routes/webhooks/delete-webhook.ts'
import { listWebhooks } from './routes/webhooks/list-webhooks.ts'

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
  listContactLabels(app, profile)
  conversationReads(app, profile)
  listWebhooks(app, profile)
  directoryReads(app, profile)
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
  setContactLabels(app, profile)
  filterContacts(app, profile)
  findContactBySourceId(app, profile)
  mergeContacts(app, profile)
  conversationWrites(app, profile)
  createWebhook(app, profile)
  updateWebhook(app, profile)
  deleteWebhook(app, profile)
  directoryWrites(app, profile)
}
