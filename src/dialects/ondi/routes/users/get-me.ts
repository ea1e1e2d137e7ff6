import { Type } from 'typebox'
import { loadAuthor } from '../../../../core/authors.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { FAILURES, Success, TENANT_QUERY } from '../../schemas.ts'
import { toWireUser, WireUser } from '../../user.ts'

/** ondi sheet 4.9. The token of somebody erased since is no longer good. */
export function getMe(app: App): void {
  app.get(
    '/users/me',
    {
      config: { action: 'identify' },
      schema: {
        summary: 'Current user',
        querystring: Type.Object(TENANT_QUERY),
        response: { 200: Success({ user: WireUser }), ...FAILURES },
      },
    },
    async ({ ctx }) => {
      const person = await loadAuthor(ctx.core, ctx.core.store, ctx.accountId, ctx.actor)
      if (person?.kind !== 'member' && person?.kind !== 'contact') throw new AppError('token_invalid')
      return { success: true as const, message: 'User retrieved successfully', user: toWireUser(ctx.core, person) }
    },
  )
}
