import { isIPv4, isIPv6 } from 'node:net'

/** Addresses that begin alike, of one family. */
export type IpRange = { first: bigint; bits: number }

const V4_FIRST = 0xffff_0000_0000n

/**
 * An address as a number of 128 bits; undefined for any other text. IPv4 lies where its mapped form does (`::ffff:0:0/96`), so both are one number, as they are one
 * host to the network. A zone (`%eth0`) is left out.
 */
export function parseIp(text: string): bigint | undefined {
  if (isIPv4(text)) return V4_FIRST + text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  const [bare = ''] = text.split('%')
  if (!isIPv6(bare)) return undefined
  // The URL parser writes a dotted tail in hexadecimal groups.
  const [head, tail] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split('::').map(groupsOf)
  const after = tail ?? []
  const zeros = Array<string>(8 - (head?.length ?? 0) - after.length).fill('0000')
  return BigInt(`0x${[...(head ?? []), ...zeros, ...after].join('')}`)
}

/** A range in CIDR notation, or a single address; bits beyond the prefix do not matter. Undefined for any other text. */
export function parseIpRange(text: string): IpRange | undefined {
  const [, address = '', prefix] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const first = parseIp(address)
  if (first === undefined) return undefined
  const most = isIPv4(address) ? 32 : 128
  const length = prefix === undefined ? most : Number(prefix)
  return length > most ? undefined : { first, bits: 128 - most + length }
}

/** Of one family: `::/0` is every IPv6 address and no IPv4 one. */
export function isInRange(ip: bigint, range: IpRange): boolean {
  const rest = BigInt(128 - range.bits)
  return ip >> rest === range.first >> rest && (isV4(ip) ? range.bits >= 96 : true)
}

function isV4(ip: bigint): boolean {
  return ip >> 32n === V4_FIRST >> 32n
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':').map((group) => group.padStart(4, '0'))
}
