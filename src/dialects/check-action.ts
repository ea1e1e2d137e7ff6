import type { FastifyRequest } from 'fastify'
import { type Action, CONVERSATION_ADMIN, DOORS, type DoorName, mayThrough, type Role } from '../core/access.ts'
import { AppError, type ErrorCode } from '../model/errors.ts'
import type { Scope } from '../model/token.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route does. One that does not say is closed to everybody. */
    action?: Action
    /** Admins of the conversation in the path may do it, too; the handler finds out who is one. */
    orConversationAdmin?: true
  }
}

/** Refuses what the caller's role may not do through this door (src/core/access.ts); `code` is the refusal, `not_allowed` unless told. */
export function checkAction(
  request: FastifyRequest,
  caller: { door: DoorName; role: Role; scope: Scope },
  refusal: { code?: ErrorCode; field?: string } = {},
): void {
  const { action, orConversationAdmin } = request.routeOptions.config
  if (action && mayThrough(caller.door, action, caller)) return
  const isLetIn = DOORS[caller.door].admits.includes(caller.role)
  if (action && orConversationAdmin && isLetIn && CONVERSATION_ADMIN.includes(action)) return
  throw new AppError(refusal.code ?? 'not_allowed', refusal.field === undefined ? {} : { field: refusal.field })
}
