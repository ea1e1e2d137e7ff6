import type { Dialect } from '../dialect.ts'
import { authenticator } from './auth.ts'
import { connector } from './connector.ts'
import { renderError } from './errors.ts'
import { faces } from './faces.ts'
import { outlet } from './outlet/outlet.ts'
import { createContact } from './routes/contacts/create-contact.ts'
import { getContact } from './routes/contacts/get-contact.ts'
import { listContacts } from './routes/contacts/list-contacts.ts'
import { createConversation } from './routes/conversations/create-conversation.ts'
import { listConversations } from './routes/conversations/list-conversations.ts'
import { updateConversationStatus } from './routes/conversations/update-conversation-status.ts'
import { createCustomer } from './routes/customers/create-customer.ts'
import { getCustomer } from './routes/customers/get-customer.ts'
import { listCustomers } from './routes/customers/list-customers.ts'
import { createMessage } from './routes/messages/create-message.ts'
import { listMessages } from './routes/messages/list-messages.ts'
import { createWebhook } from './routes/webhooks/create-webhook.ts'
import { deleteWebhook } from './routes/webhooks/delete-webhook.ts'
import { getWebhook } from './routes/webhooks/get-webhook.ts'
import { listWebhooks } from './routes/webhooks/list-webhooks.ts'
import { testWebhook } from './routes/webhooks/test-webhook.ts'
import { updateWebhook } from './routes/webhooks/update-webhook.ts'
import { WEBHOOK_EVENTS } from './webhook.ts'

/** TidySupport's inbox, customers and webhooks (tidysupport sheet). */
export const tidysupport: Dialect = {
  name: 'tidysupport',
  title: 'TidySupport',
  description: `The API of TidySupport, as its clients know it: conversations, messages and contacts of an inbox below
\`/v1/workspaces/{workspaceId}/support/inbox\`, customers below \`/v1/customers\`,
webhooks below \`/v1/webhooks\`. A key belongs to one workspace and acts as one agent.`,
  mount: '/tidysupport',
  // 10 MB for a send with its attachments, read as binary megabytes (seed, tidysupport sheet 3.3).
  bodyLimit: 10 * 1024 * 1024,
  limit: { requests: 3000, seconds: 60, per: 'caller' },
  identifiesIn: 'onRequest',
  security: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `ts_sk_live_…`' } },
  renderError,
  connector,
  async routes(app, core) {
    await app.register(async (api) => {
      api.addHook('onRequest', authenticator(core))
      await api.register(
        async (inbox) => {
          listMessages(inbox)
          createMessage(inbox)
          listConversations(inbox)
          createConversation(inbox)
          updateConversationStatus(inbox)
          listContacts(inbox)
          getContact(inbox)
          createContact(inbox)
        },
        { prefix: '/v1/workspaces/:workspaceId/support/inbox' },
      )
      await api.register(
        async (keyed) => {
          createCustomer(keyed)
          listCustomers(keyed)
          getCustomer(keyed)
          listWebhooks(keyed)
          createWebhook(keyed)
          getWebhook(keyed)
          updateWebhook(keyed)
          deleteWebhook(keyed)
          testWebhook(keyed)
        },
        { prefix: '/v1' },
      )
    })
  },
  outlet,
  faces,
  subscriptions: { events: WEBHOOK_EVENTS },
}
