import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Core } from '../context.ts'

const SECOND = 1_000_000
/** For how long somebody who has not written yet may begin with the secret they were given. */
const GOOD_FOR = 30 * 24 * 3600 * SECOND
const SECRET = /^visitor_([0-9a-z]{1,8})_([\w-]{24})_[\w-]{22}$/

/** A visitor's secret, and until when it is good. */
export type VisitorSecret = { secret: string; expiresAt: number }

/**
 * The secret of a visitor nobody knows yet. It proves itself, so nothing is stored for people who only look; with their first message it becomes the secret of a token,
 * and is from then on looked up as any other.
 */
export function makeVisitorSecret(core: Core, channelId: number): VisitorSecret {
  const until = Math.floor((core.now() + GOOD_FOR) / SECOND)
  const name = `${until.toString(36)}_${randomBytes(18).toString('base64url')}`
  return { secret: `visitor_${name}_${proofOf(core, channelId, name)}`, expiresAt: until * SECOND }
}

/** A secret that was given out for this channel and is still good, or undefined. */
export function readVisitorSecret(core: Core, channelId: number, secret: string): VisitorSecret | undefined {
  const [, until = '', random = ''] = SECRET.exec(secret) ?? []
  const expiresAt = Number.parseInt(until, 36) * SECOND
  if (!(expiresAt > core.now())) return undefined
  const name = `${until}_${random}`
  const wanted = `visitor_${name}_${proofOf(core, channelId, name)}`
  return timingSafeEqual(Buffer.from(secret), Buffer.from(wanted)) ? { secret, expiresAt } : undefined
}

function proofOf({ signingKey }: Core, channelId: number, name: string): string {
  return createHmac('sha256', signingKey).update(`visitor ${channelId} ${name}`).digest().toString('base64url', 0, 16).slice(0, 22)
}
