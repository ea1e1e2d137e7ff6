import { type Static, Type } from 'typebox'
import type { Core } from '../../../core/context.ts'
import type { Account } from '../../../model/account.ts'
import type { Member } from '../../../model/author.ts'
import type { Token } from '../../../model/token.ts'
import { Time, toWireTime } from '../wire.ts'
import { WireAccount } from '../wires/account.ts'
import { toWireMember, WireMember } from '../wires/member.ts'
import { csrfOf } from './own-page.ts'

const { id, name, locale, timezone } = WireAccount.properties

/** Who is signed in, and what their page has to know. */
export const WireSession = Type.Object({
  account: Type.Object({ id, name, locale, timezone }),
  member: WireMember,
  csrf: Type.String({ description: 'Goes as `X-CSRF-Token` with everything but GET' }),
  expiresAt: Time,
})

export function toWireSession(
  core: Core,
  { account, member, token }: { account: Account; member: Member; token: Token },
): Static<typeof WireSession> {
  return {
    account: { id: account.id, name: account.name, locale: account.locale, timezone: account.timezone },
    member: toWireMember(member),
    csrf: csrfOf(core, token),
    // A session always ends.
    expiresAt: toWireTime(token.expiresAt ?? 0),
  }
}
