import type { Dialect } from '../dialect.ts'
import { authenticator } from './auth.ts'
import { renderError } from './errors.ts'
import { createContact } from './routes/create-contact.ts'
import { createConversation } from './routes/create-conversation.ts'
import { createCustomer } from './routes/create-customer.ts'
import { createMessage } from './routes/create-message.ts'
import { createWebhook } from './routes/create-webhook.ts'
import { deleteWebhook } from './routes/delete-webhook.ts'
import { getContact } from './routes/get-contact.ts'
import { getCustomer } from './routes/get-customer.ts'
import { listContacts } from './routes/list-contacts.ts'
import { listConversations } from './routes/list-conversations.ts'
import { listCustomers } from './routes/list-customers.ts'
import { listMessages } from './routes/list-messages.ts'
import { getWebhook, listWebhooks } from './routes/list-webhooks.ts'
import { updateConversationStatus } from './routes/update-conversation-status.ts'
import { updateWebhook } from './routes/update-webhook.ts'

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
        },
        { prefix: '/v1' },
      )
    })
  },
}
