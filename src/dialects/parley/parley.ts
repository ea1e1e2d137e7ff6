import type { Dialect } from '../dialect.ts'
import { authenticator } from './auth.ts'
import { connector } from './connector.ts'
import { renderError } from './errors.ts'
import { faces } from './faces/own-faces.ts'
import { outlet } from './outlet.ts'
import { connectionRoutes } from './routes/access/connection-routes.ts'
import { sessionRoutes, signInRoute } from './routes/access/session-routes.ts'
import { tokenRoutes } from './routes/access/token-routes.ts'
import { accountRoutes } from './routes/account-routes.ts'
import { activityRoutes } from './routes/activity-routes.ts'
import { cannedResponseRoutes } from './routes/canned-response-routes.ts'
import { channelRoutes } from './routes/channel-routes.ts'
import { conversationLists } from './routes/conversations/conversation-lists.ts'
import { conversationRoutes } from './routes/conversations/conversation-routes.ts'
import { faceRoutes } from './routes/conversations/face-routes.ts'
import { participantRoutes } from './routes/conversations/participant-routes.ts'
import { presenceRoutes } from './routes/conversations/presence-routes.ts'
import { readRoutes } from './routes/conversations/read-routes.ts'
import { searchRoutes } from './routes/conversations/search-routes.ts'
import { deliveryRoutes } from './routes/delivery-routes.ts'
import { eventRoutes } from './routes/event-routes.ts'
import { labelRoutes } from './routes/label-routes.ts'
import { messageRoutes } from './routes/messages/message-routes.ts'
import { receiptRoutes } from './routes/messages/receipt-routes.ts'
import { sendRoutes } from './routes/messages/send-routes.ts'
import { contactRoutes } from './routes/people/contact-routes.ts'
import { erasureRoutes } from './routes/people/erasure-routes.ts'
import { memberRoutes } from './routes/people/member-routes.ts'
import { passwordRoutes } from './routes/people/password-routes.ts'
import { teamRoutes } from './routes/people/team-routes.ts'
import { egressRoutes } from './routes/webhooks/egress-routes.ts'
import { ledgerRoutes } from './routes/webhooks/ledger-routes.ts'
import { webhookActions } from './routes/webhooks/webhook-actions.ts'
import { webhookRoutes } from './routes/webhooks/webhook-routes.ts'
import { fromWireSecret, toWireSecret } from './standard-webhooks.ts'
import { eventSocket } from './streams/event-socket.ts'
import { WEBHOOK_EVENTS } from './webhook-events.ts'
import { widgetRoutes } from './widget/widget-routes.ts'

const description = `What Parley itself speaks, with what the vendors' APIs lack.

- **Credentials**: \`Authorization: Bearer TOKEN\`. A token acts as its author: an administrator, another member, a contact or an application.
  The server's own pages sign a member in with \`POST /v1/session\`, and have a cookie instead; what they change goes with \`X-CSRF-Token\`.
- **Positions**: every message has a gap-free \`seq\` in its conversation, and everything that happens a gap-free \`position\` in the account's log. Pages are
  asked for behind one of them, so nothing is skipped or repeated while others write. A reader who may not see a message or an event is not shown it; the
  number it has stays taken.
- **Idempotency-Key**: honoured on every POST, PATCH and DELETE. The same key and body gets the first answer again, the same key with another body gets 422.
- **Times** are RFC 3339 in UTC with microseconds; **ids** are whole numbers below 2^53.
- **Errors** are \`{"error": {"code", "message", "field", "requestId"}}\`; \`field\` only where one part of the request is wrong.
- **Unknown fields** in a body or a query string are refused, not ignored.`

/** Parley's own API, under `/parley/v1`. */
export const parley: Dialect = {
  name: 'parley',
  title: 'Parley',
  description,
  mount: '/parley',
  // A batch of 1,000 messages of 8,000 characters.
  bodyLimit: 8 * 1024 * 1024,
  limit: { requests: 3000, seconds: 60, per: 'caller' },
  identifiesIn: 'onRequest',
  security: {
    bearer: { type: 'http', scheme: 'bearer', description: 'A token of Parley or of any vendor but Mews' },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'parley_session',
      description: 'Of a page that signed in; `X-CSRF-Token` goes with everything but GET',
    },
  },
  renderError,
  connector,
  faces,
  outlet,
  subscriptions: { events: WEBHOOK_EVENTS, secret: { read: fromWireSecret, write: toWireSecret } },
  upgrades: (core, log) => [eventSocket(core, log)],
  async routes(app, core, dialects) {
    app.decorateRequest('reader', null as never)
    app.decorateRequest('isStream', false)
    await app.register(async (v1) => signInRoute(v1, core), { prefix: '/v1' })
    await app.register(
      async (v1) => {
        v1.addHook('onRequest', authenticator(core))
        sessionRoutes(v1, core)
        accountRoutes(v1, core)
        tokenRoutes(v1, core)
        memberRoutes(v1)
        teamRoutes(v1)
        labelRoutes(v1)
        cannedResponseRoutes(v1)
        contactRoutes(v1)
        erasureRoutes(v1)
        passwordRoutes(v1)
        deliveryRoutes(v1)
        channelRoutes(v1)
        connectionRoutes(v1, core, dialects)
        conversationLists(v1)
        conversationRoutes(v1)
        participantRoutes(v1)
        readRoutes(v1)
        messageRoutes(v1)
        receiptRoutes(v1)
        faceRoutes(v1, dialects)
        await sendRoutes(v1)
        eventRoutes(v1)
        presenceRoutes(v1)
        searchRoutes(v1)
        activityRoutes(v1)
        webhookRoutes(v1)
        webhookActions(v1)
        ledgerRoutes(v1)
        egressRoutes(v1)
      },
      { prefix: '/v1' },
    )
    await app.register((widget) => widgetRoutes(widget, core), { prefix: '/v1/widget/:channelIdentifier' })
  },
}
