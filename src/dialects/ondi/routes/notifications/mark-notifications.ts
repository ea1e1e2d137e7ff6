import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { markNotifications as mark } from '../../../../core/notifications/mark-notifications.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { FAILURES, Nullable, Success, TENANT_QUERY, Uuid } from '../../schemas.ts'
import { idOf } from '../../uuids.ts'

/** ondi sheet 4.8: some of the caller's notifications, or all of them without ids. The method is unstated, so three work; the body may be left out. */
export function markNotifications(app: App): void {
  app.route({
    method: ['PUT', 'POST', 'PATCH'],
    url: '/messaging/notifications/mark-read',
    config: { action: 'markRead' },
    async preValidation(request) {
      request.body ??= {}
    },
    schema: {
      summary: 'Mark notifications as read',
      querystring: Type.Object(TENANT_QUERY),
      body: Type.Object({ notification_ids: Type.Optional(Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 500 }))) }),
      response: { 200: Success({ data: Type.Object({ marked_count: Type.Integer(), unread_count: Type.Integer() }) }), ...FAILURES },
    },
    async handler({ ctx, body }, reply) {
      const ids = body.notification_ids?.map((uuid) => notificationIdOf(ctx, uuid))
      const answer = await once(ctx, async (tx) => {
        const { marked, unread } = await mark(ctx, tx, ids)
        const data = { marked_count: marked, unread_count: unread }
        return jsonAnswer(200, { success: true, message: 'Notifications marked as read', data })
      })
      return sendAnswer(reply, answer)
    },
  })
}

function notificationIdOf(ctx: Ctx, uuid: string): number {
  const id = idOf(ctx, 'notification', uuid, 'notification_ids')
  if (id === undefined) throw new AppError('notification_not_found')
  return id
}
