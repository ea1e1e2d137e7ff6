import { Type } from 'typebox'
import { listNotifications as listAll } from '../../../../core/notifications/list-notifications.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { loadNotifications, NEW_MESSAGE, WireNotification } from '../../notification.ts'
import { parsePaging } from '../../paging.ts'
import { FAILURES, PAGING_QUERY, Success, TENANT_QUERY } from '../../schemas.ts'

/** ondi sheet 4.8: the caller's own, newest first, with the count of all that are unread. */
export function listNotifications(app: App): void {
  const List = Success({
    notifications: Type.Array(WireNotification),
    unread_count: Type.Integer({ description: 'Of all, whatever is filtered' }),
    total: Type.Integer(),
    page: Type.Integer(),
    limit: Type.Integer(),
  })
  app.get(
    '/messaging/notifications',
    {
      config: { action: 'readConversations' },
      schema: {
        summary: 'List notifications',
        querystring: Type.Object({
          ...TENANT_QUERY,
          ...PAGING_QUERY,
          read_status: Type.Optional(Type.String({ description: '`true` for read ones, `false` for unread ones' })),
          notification_type: Type.Optional(Type.String({ description: '`new_message`; there is no other' })),
        }),
        response: { 200: List, ...FAILURES },
      },
    },
    async ({ ctx, query }) => {
      const { page, limit, offset } = parsePaging(query)
      const isRead = toBoolean(query.read_status)
      const all = await listAll(ctx)
      const isWanted = !query.notification_type || query.notification_type === NEW_MESSAGE
      const wanted = isWanted ? all.filter((one) => isRead === undefined || one.isRead === isRead) : []
      return {
        success: true as const,
        message: 'Notifications retrieved successfully',
        notifications: await loadNotifications(ctx, wanted.slice(offset, offset + limit)),
        unread_count: all.filter((one) => !one.isRead).length,
        total: wanted.length,
        page,
        limit,
      }
    },
  )
}

function toBoolean(text: string | undefined): boolean | undefined {
  if (!text) return undefined
  if (text === 'true' || text === 'false') return text === 'true'
  throw new AppError('query_invalid', { message: 'read_status must be true or false', field: 'read_status' })
}
