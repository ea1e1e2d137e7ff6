import { Type } from 'typebox'
import { listOwnConversations } from '../../../core/conversations/list-own-conversations.ts'
import type { App } from '../../dialect.ts'
import { credentials } from '../auth.ts'
import { accountsOf, EnterpriseIds, selectAccounts } from '../enterprise-ids.ts'
import { answers, invalid } from '../errors.ts'
import { Limitation, sendPage } from '../limitation.ts'
import { toWireMessageThread, WireMessageThread } from '../message-thread.ts'
import { readInterval, TimeInterval } from '../time-interval.ts'
import { nullable, Uuid, UuidInputs } from '../wire.ts'

/** The longest `CreatedUtc` and `UpdatedUtc` here, in months. */
const MAX_MONTHS = 3

/** `messageThreads/getAll` (mews sheet 5). Filters are combined with AND, and one of them must be there. */
export function getAllMessageThreads(app: App): void {
  app.post(
    '/messageThreads/getAll',
    {
      config: { action: 'readConversations' },
      schema: {
        operationId: 'messageThreads_getAll',
        summary: 'Get all threads, newest first',
        body: Type.Object({
          ...credentials,
          EnterpriseIds,
          MessageThreadIds: Type.Optional(nullable(UuidInputs)),
          CreatedUtc: Type.Optional(nullable(TimeInterval)),
          UpdatedUtc: Type.Optional(nullable(TimeInterval)),
          Limitation,
        }),
        response: answers({
          200: Type.Object({ MessageThreads: Type.Array(WireMessageThread), Cursor: nullable(Uuid) }),
          204: Type.Null(),
        }),
      },
    },
    async (request, reply) => {
      const { ctx, body } = request
      const { ids } = ctx.core
      const accountIds = selectAccounts(ctx, body.EnterpriseIds)
      const created = readInterval('CreatedUtc', body.CreatedUtc, MAX_MONTHS)
      const updated = readInterval('UpdatedUtc', body.UpdatedUtc, MAX_MONTHS)
      if (!body.MessageThreadIds && !created && !updated) throw invalid('MessageThreadIds')
      const cursor = body.Limitation.Cursor
      const page = await listOwnConversations(ctx, {
        accountIds,
        ids: body.MessageThreadIds?.flatMap((text) => ids.fromUuid('conversation', text) ?? []),
        created,
        updated,
        // A cursor of another kind is the id of no conversation.
        after: cursor == null ? undefined : { id: ids.fromUuid('conversation', cursor) ?? 0, in: accountsOf(ctx) },
        limit: body.Limitation.Count,
      })
      const threads = page.map(({ conversation, contact }) => toWireMessageThread(ids, conversation, contact))
      return sendPage(request, reply, 'MessageThreads', threads)
    },
  )
}
