import { AppError } from '../../model/errors.ts'
import type { EventType } from '../../model/event.ts'
import type { DialectName } from '../../model/token.ts'
import type { Db } from '../../storage/db.ts'
import { listTokens } from '../../storage/queries/people/tokens.ts'
import type { Ctx } from '../context.ts'

/** What an application can be told of: the messages of the conversations it created. */
export const APPLICATION_EVENTS: readonly EventType[] = ['message.created']

/**
 * The API in whose words an application is told: the one it speaks in the account. Refuses with `application_not_found` one that has no access to the account, and one that
 * speaks the caller's own API, which has webhooks of its own.
 */
export async function dialectOfApplication(ctx: Ctx, db: Db, applicationId: number): Promise<DialectName> {
  const tokens = await listTokens(db, ctx.accountId)
  const token = tokens.find((one) => one.applicationId === applicationId && one.scope === 'api' && one.dialect !== ctx.dialect)
  if (!token) throw new AppError('application_not_found', { field: 'applicationId' })
  return token.dialect
}
