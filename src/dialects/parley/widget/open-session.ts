import { Type } from 'typebox'
import { findVisitorsConversation } from '../../../core/visitors/find-visitors-conversation.ts'
import { openVisit } from '../../../core/visitors/open-visit.ts'
import { type AllowanceSize, charge, type Spend } from '../../allowances.ts'
import { clientAddress } from '../../client-address.ts'
import type { App } from '../../dialect.ts'
import { answers } from '../errors.ts'
import { Body, Text, toWireTime } from '../wire.ts'
import { toVisitorContact, toVisitorConversation, toWireTeam, WireVisit } from './visit.ts'
import { ProfileFields, WidgetParams } from './visitor-requests.ts'
import { toWireWidget } from './widget-settings.ts'

/** Of one address: a page view opens a session, and behind an office's one address many people look at pages. */
const SESSIONS: AllowanceSize = { requests: 300, seconds: 60 }

const SessionBody = Body({
  token: Type.Optional(Text(255, { description: 'The visitor’s from an earlier page; one that is good no more is passed over' })),
  identifier: Type.Optional(Text(255, { minLength: 1, description: 'Who they are to the site' })),
  identifierHash: Type.Optional(Text(128, { description: 'Hex HMAC-SHA256 of `identifier`, keyed with the channel’s `hmacToken`' })),
  ...ProfileFields,
})

export function openSession(app: App, spend: Spend): void {
  app.post(
    '/session',
    {
      config: { action: 'identify', openToPages: true },
      // Of whoever asks nothing is known yet.
      bodyLimit: 16 * 1024,
      schema: {
        summary: 'Open a visitor’s session, as the chat widget does',
        description:
          'Needs no token. A stranger leaves nothing behind until they write. Whoever proves their `identifier` is that contact, and takes along what they wrote as a stranger; their token from then on is another one.',
        params: WidgetParams,
        body: SessionBody,
        response: answers({ 200: WireVisit }),
      },
    },
    async (request) => {
      const { ctx, widgetChannel: channel, body } = request
      charge(spend, SESSIONS, `${channel.id} ${clientAddress(request)}`)
      const { secret, expiresAt, contact } = await openVisit(ctx, channel, body)
      const conversation = contact && (await findVisitorsConversation(ctx.core.store, channel, contact))
      return {
        token: secret,
        expiresAt: toWireTime(expiresAt),
        contact: contact ? toVisitorContact(contact) : null,
        conversation: contact && conversation ? await toVisitorConversation(ctx, contact, conversation) : null,
        channel: toWireWidget(channel),
        team: await toWireTeam(ctx, channel),
      }
    },
  )
}
