import { type IpRange, parseIp } from '../../model/ip-range.ts'
import { EgressError } from './egress-error.ts'
import { isIn, isPublic } from './is-public.ts'
import type { HostAddress, LookUp } from './look-up.ts'
import type { Target } from './parse-target.ts'

/** One after another is tried; a name of hundreds would have us knock at hundreds of doors. */
const MOST_TRIED = 8

/**
 * The addresses this attempt may connect to. All that a host has must be public or allowed: one that is not refuses the whole attempt, since which of them is connected to
 * would be luck.
 */
export async function resolveTarget(
  target: Target,
  allow: readonly IpRange[],
  lookUp: (host: string) => ReturnType<LookUp>,
): Promise<HostAddress[]> {
  const addresses = target.isAddress ? [{ address: target.host, family: target.host.includes(':') ? 6 : 4 }] : await lookUp(target.host)
  if (addresses.length === 0) throw new EgressError('its host name has no address')
  const wrong = addresses.find(({ address }) => !mayReach(address, allow))
  if (wrong) throw new NotPublicError(target, wrong.address)
  return addresses.slice(0, MOST_TRIED)
}

function mayReach(address: string, allow: readonly IpRange[]): boolean {
  const ip = parseIp(address)
  return ip !== undefined && (isPublic(ip) || isIn(ip, allow))
}

/** Names an inside address only where the URL does: what a host name means inside of the network is the operator's to know, who finds `address` in the log. */
export class NotPublicError extends EgressError {
  override name = 'NotPublicError'
  readonly host: string
  readonly address: string

  constructor({ host, isAddress }: Target, address: string) {
    const subject = isAddress ? `its address ${address} is` : 'its host name leads to an address that is'
    super(`${subject} not a public one; the operator may allow it with PARLEY_EGRESS_ALLOW`)
    this.host = host
    this.address = address
  }
}
