import type { Core } from '../../../core/context.ts'
import type { App } from '../../dialect.ts'
import { openToPages } from '../../open-to-pages.ts'
import { acceptForms } from '../inputs/forms.ts'
import type { Profile } from '../profile.ts'
import { answerForm } from './answer-form.ts'
import { createClientContact, getClientContact } from './contacts.ts'
import {
  createClientConversation,
  getClientConversation,
  listClientConversations,
  toggleClientStatus,
  toggleClientTyping,
  updateClientLastSeen,
} from './conversations.ts'
import { getClientInbox } from './get-inbox.ts'
import { createClientMessage, listClientMessages } from './messages.ts'
import { updateClientContact } from './update-contact.ts'
import { keyVisitor, visitorFinder } from './visitor.ts'

/**
 * The end-user side (chatwoot sheet 9), open to pages of any origin (sheet 1). Register it at `/public/api/v1/inboxes/:inbox_identifier`.
 */
export async function clientRoutes(app: App, profile: Profile, core: Core): Promise<void> {
  app.decorateRequest('visitor', null as never)
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, security: [] }
  })
  openToPages(app)
  await app.register(async (client) => {
    client.addHook('onRequest', visitorFinder(core))
    await acceptForms(client, profile)
    client.addHook('preHandler', keyVisitor)
    getClientInbox(client, profile)
    createClientContact(client, profile)
    getClientContact(client, profile)
    updateClientContact(client, profile)
    listClientConversations(client, profile)
    createClientConversation(client, profile)
    getClientConversation(client, profile)
    toggleClientStatus(client, profile)
    updateClientLastSeen(client, profile)
    toggleClientTyping(client, profile)
    listClientMessages(client, profile)
    createClientMessage(client, profile)
    answerForm(client, profile)
  })
}
