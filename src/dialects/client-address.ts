import type { FastifyRequest } from 'fastify'
import { type IpRange, isInRange, parseIp, parseIpRange } from '../model/ip-range.ts'

/** Where the operator's own proxies stand: this machine, and networks that are nobody else's. */
const NEAR: readonly IpRange[] = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1',
  'fc00::/7',
  'fe80::/10',
].flatMap((text) => parseIpRange(text) ?? [])

/**
 * Whom an anonymous request is counted for. `X-Forwarded-For` is believed as far as it was written by proxies near by; whoever calls from the open internet is who they are,
 * whatever they write. All of a customer's line in IPv6 (/64) is one.
 */
export function clientAddress({ headers, socket }: FastifyRequest): string {
  const said = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  let ip = parseIp(socket.remoteAddress ?? '')
  while (ip !== undefined && isNear(ip)) {
    const before = parseIp(said.pop()?.trim() ?? '')
    if (before === undefined) break
    ip = before
  }
  if (ip === undefined) return 'unknown'
  return ip >> 32n === 0xffffn ? ip.toString(16) : `${(ip >> 64n).toString(16)}::`
}

function isNear(ip: bigint): boolean {
  return NEAR.some((range) => isInRange(ip, range))
}
