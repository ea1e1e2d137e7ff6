import { hash } from 'node:crypto'
import type { IdCodec } from '../../../model/ids.ts'

/** How many hexadecimal digits of a digest are a whole number below 2^52. */
const DIGITS = 13

/**
 * An integration is an application in an enterprise (mews sheet 1). The store has no number for it that outlives its tokens, so one is made from the two: the same ids give
 * the same UUID, and two integrations of an installation share one as good as never.
 */
export function integrationIdOf(ids: IdCodec, { accountId, applicationId }: { accountId: number; applicationId: number }): string {
  const digest = hash('sha256', `${accountId} ${applicationId}`)
  return ids.toUuid('integration', Number.parseInt(digest.slice(0, DIGITS), 16))
}
