import type { Ctx } from '../../core/context.ts'
import { AppError } from '../../model/errors.ts'
import type { IdKind } from '../../model/ids.ts'

/** Whether a text looks like a UUID; whether it is one of ours is for `idOf` to say. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
}

/** The id behind a UUID; undefined for one this installation never gave out. Text that is no UUID is refused, naming `field`. */
export function idOf(ctx: Ctx, kind: IdKind, text: string, field: string): number | undefined {
  if (!isUuid(text)) throw new AppError('body_invalid', { message: `${field} must be a UUID`, field })
  return ctx.core.ids.fromUuid(kind, text)
}

/** The conversation named in a path, whose form authentication has checked. */
export function conversationIdOf(ctx: Ctx, params: { conversationId: string }): number {
  const id = ctx.core.ids.fromUuid('conversation', params.conversationId)
  if (id === undefined) throw new AppError('conversation_not_found')
  return id
}
