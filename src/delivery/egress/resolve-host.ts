import { lookup } from 'node:dns/promises'
import { type IpRange, parseIp } from '../../model/ip-range.ts'
import { EgressError } from './egress-error.ts'
import { isIn, isPublic } from './is-public.ts'
import type { Target } from './parse-target.ts'

export type HostAddress = { address: string; family: number }
/** Every address of a host name; throws as node:dns does. */
export type Resolve = (host: string) => Promise<HostAddress[]>

/**
 * The system's own resolver, so that the hosts file and search domains count as they do for every program. A lookup waits on one of Node's few threads for them, so attempts that
 * want the same host share one.
 */
export function createResolve(): Resolve {
  const underWay = new Map<string, Promise<HostAddress[]>>()
  return (host) => {
    const known = underWay.get(host)
    if (known) return known
    const looking = lookup(host, { all: true, verbatim: true }).finally(() => underWay.delete(host))
    underWay.set(host, looking)
    return looking
  }
}

/**
 * The addresses this attempt may connect to. All that a host has must be public or allowed: one that is not refuses the whole attempt, since which of them is connected to
 * would be luck.
 */
export async function resolveTarget(target: Target, resolve: Resolve, allow: readonly IpRange[]): Promise<HostAddress[]> {
  const addresses = target.isAddress ? [{ address: target.host, family: target.host.includes(':') ? 6 : 4 }] : await resolve(target.host)
  if (addresses.length === 0) throw new EgressError('its host name has no address')
  const wrong = addresses.find(({ address }) => !mayReach(address, allow))
  if (!wrong) return addresses
  throw new NotPublicError(target, wrong.address)
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
