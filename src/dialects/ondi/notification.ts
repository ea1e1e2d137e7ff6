import { type Static, Type } from 'typebox'
import { loadAuthors } from '../../core/authors.ts'
import type { Ctx } from '../../core/context.ts'
import type { Notification } from '../../core/notifications/list-notifications.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import { Instant, Nullable, Uuid } from './schemas.ts'
import { toInstant } from './time.ts'
import { toWireSender } from './user.ts'

/** The one kind of notification there is; any other word finds none (ondi sheet 4.8). */
export const NEW_MESSAGE = 'new_message'
const MAX_BODY = 200

/** ondi sheet 4.8. */
export const WireNotification = Type.Object({
  id: Uuid,
  notification_type: Type.Literal(NEW_MESSAGE),
  title: Type.String(),
  body: Nullable(Type.String({ description: `The message’s text, at most ${MAX_BODY} characters of it` })),
  data: Type.Object({ conversation_id: Uuid, message_id: Uuid, sender_id: Nullable(Uuid) }),
  is_read: Type.Boolean(),
  created_at: Instant,
})

export async function loadNotifications(ctx: Ctx, notifications: readonly Notification[]): Promise<Static<typeof WireNotification>[]> {
  const { core, accountId } = ctx
  const ids = notifications.map((one) => one.id)
  const messages = new Map((await findMessages(core.store, accountId, ids)).map((message) => [message.id, message]))
  const refs = [...messages.values()].map((message) => message.author)
  const authors = await loadAuthors(core, core.store, accountId, refs)
  return notifications.map(({ id, conversationId, isRead, createdAt }) => {
    const message = messages.get(id)
    const author = message && authors.get(message.author.id)
    const sender = author && toWireSender(core.ids.toUuid('author', author.id), author)
    const name = sender ? `${sender.first_name} ${sender.last_name}`.trim() : ''
    return {
      id: core.ids.toUuid('notification', id),
      notification_type: NEW_MESSAGE,
      title: name === '' ? 'New message' : `New message from ${name}`,
      body: message?.text ? [...message.text].slice(0, MAX_BODY).join('') : null,
      data: {
        conversation_id: core.ids.toUuid('conversation', conversationId),
        message_id: core.ids.toUuid('message', id),
        sender_id: sender?.id ?? null,
      },
      is_read: isRead,
      created_at: toInstant(createdAt),
    }
  })
}
