import { Type } from 'typebox'
import { findPlace, listMessagesAcross } from '../../../core/messages/list-messages-across.ts'
import type { App } from '../../dialect.ts'
import { keptSerializer } from '../../kept-wires.ts'
import { credentials } from '../auth.ts'
import { accountsOf, EnterpriseIds, selectAccounts } from '../enterprise-ids.ts'
import { answers, invalid } from '../errors.ts'
import { Limitation, sendPage } from '../limitation.ts'
import { toWireMessages, WireMessage } from '../message.ts'
import { readInterval, TimeInterval } from '../time-interval.ts'
import { nullable, Uuid, UuidInputs } from '../wire.ts'

/** The longest `CreatedUtc` here, in months. */
const MAX_MONTHS = 1

/** `messages/getAll` (mews sheet 3). Threads the caller does not have are a filter that matches nothing. */
export function getAllMessages(app: App): void {
  app.post(
    '/messages/getAll',
    {
      serializerCompiler: keptSerializer,
      config: { action: 'readConversations' },
      schema: {
        operationId: 'messages_getAll',
        summary: 'Get all messages of some threads, newest first',
        body: Type.Object({
          ...credentials,
          EnterpriseIds,
          MessageThreadIds: UuidInputs,
          CreatedUtc: Type.Optional(nullable(TimeInterval)),
          Limitation,
        }),
        response: answers({ 200: Type.Object({ Messages: Type.Array(WireMessage), Cursor: nullable(Uuid) }), 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const { ctx, body } = request
      const { ids } = ctx.core
      const accountIds = selectAccounts(ctx, body.EnterpriseIds)
      const created = readInterval('CreatedUtc', body.CreatedUtc, MAX_MONTHS)
      const messages = await listMessagesAcross(ctx, {
        accountIds,
        conversationIds: [...new Set(body.MessageThreadIds)].flatMap((text) => ids.fromUuid('conversation', text) ?? []),
        applicationId: ctx.actor.id,
        before: await readCursor(),
        created,
        limit: body.Limitation.Count,
      })
      return sendPage(request, reply, 'Messages', toWireMessages(ids, messages))

      /** A message the caller knows, whatever the filters say of it. */
      async function readCursor() {
        const cursor = body.Limitation.Cursor
        if (cursor == null) return undefined
        const messageId = ids.fromUuid('message', cursor)
        const place = messageId && (await findPlace(ctx, { accountIds: accountsOf(ctx), applicationId: ctx.actor.id, messageId }))
        if (!place) throw invalid('Cursor')
        return place
      }
    },
  )
}
