import type { IncomingHttpHeaders } from 'node:http'
import { bearerOf } from '../../requests.ts'

const NAME = 'parley_session'
/** Scripts cannot read it, and no page of another site has it sent along. */
const ALWAYS = 'Path=/parley; HttpOnly; SameSite=Strict'
const IN_COOKIES = new RegExp(`(?:^|;)\\s*${NAME}=([\\w-]+)\\s*(?:;|$)`)

/** The cookie of a session, good for so many seconds; `isSecure` where it may come back by https only. */
export function toSessionCookie(secret: string, { seconds, isSecure }: { seconds: number; isSecure: boolean }): string {
  return `${NAME}=${secret}; Max-Age=${seconds}; ${ALWAYS}${isSecure ? '; Secure' : ''}`
}

/** What takes it away again. */
export const NO_SESSION_COOKIE = `${NAME}=; Max-Age=0; ${ALWAYS}`

/** The secret in a request's session cookie. Its value is of our own making, so there is nothing to decode. */
export function cookieSecretOf({ cookie }: IncomingHttpHeaders): string | undefined {
  return IN_COOKIES.exec(cookie ?? '')?.[1]
}

/** The secret a request was made with: that of its `Authorization`, or else of its session. */
export function callerSecretOf(headers: IncomingHttpHeaders): string | undefined {
  return bearerOf(headers) ?? cookieSecretOf(headers)
}
