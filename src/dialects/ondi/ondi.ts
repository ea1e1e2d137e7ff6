import type { Dialect } from '../dialect.ts'
import { authenticator, unfoldContentType } from './auth.ts'
import { connector } from './connector.ts'
import { renderError } from './errors.ts'
import { faces } from './faces.ts'
import { changeConversation } from './routes/conversations/change-conversation.ts'
import { changeParticipants } from './routes/conversations/change-participants.ts'
import { createConversation } from './routes/conversations/create-conversation.ts'
import { getConversation } from './routes/conversations/get-conversation.ts'
import { listConversations } from './routes/conversations/list-conversations.ts'
import { updateReadStatus } from './routes/conversations/update-read-status.ts'
import { listMessages } from './routes/messages/list-messages.ts'
import { sendMessage } from './routes/messages/send-message.ts'
import { listNotifications } from './routes/notifications/list-notifications.ts'
import { markNotifications } from './routes/notifications/mark-notifications.ts'
import { closeCustomerTicket, createCustomerTicket, getCustomerTicket, listCustomerTickets } from './routes/tickets/customer-tickets.ts'
import { listSupportTickets } from './routes/tickets/list-support-tickets.ts'
import { getPortalSettings } from './routes/tickets/portal-settings.ts'
import { assignTicketToMe, changeSupportTicket, getSupportTicket } from './routes/tickets/support-tickets.ts'
import { getMe } from './routes/users/get-me.ts'
import { login, refresh } from './routes/users/login.ts'

/** OnDi's messaging API. Its paths hang directly off the base URL or, optionally, off `/v1` (ondi sheet 1; see find-dialect). */
export const ondi: Dialect = {
  name: 'ondi',
  title: 'OnDi',
  description:
    'The messaging API of OnDi. A tenant is a Parley account; users are its members and its contacts. Send `Authorization: Bearer <access token>`; ' +
    '`tenant_id` may be left out, because a token names its tenant.',
  mount: '/ondi',
  bodyLimit: 1024 * 1024,
  limit: { requests: 3000, seconds: 60, per: 'caller' },
  identifiesIn: 'onRequest',
  security: {
    bearer: { type: 'http', scheme: 'bearer' },
    apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'Of a user; `X-APIKey` works too' },
  },
  renderError,
  connector,
  faces,
  async routes(app, core) {
    app.addHook('onRequest', unfoldContentType)
    login(app, core)
    refresh(app, core)
    await app.register(async (user) => {
      user.addHook('onRequest', authenticator(core))
      listMessages(user)
      sendMessage(user)
      listConversations(user)
      createConversation(user)
      getConversation(user)
      changeConversation(user)
      changeParticipants(user)
      updateReadStatus(user)
      getMe(user)
      listSupportTickets(user)
      getSupportTicket(user)
      changeSupportTicket(user)
      assignTicketToMe(user)
      createCustomerTicket(user)
      listCustomerTickets(user)
      getCustomerTicket(user)
      closeCustomerTicket(user)
      getPortalSettings(user)
      listNotifications(user)
      markNotifications(user)
    })
  },
}
