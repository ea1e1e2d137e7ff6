import { type IpRange, isInRange, parseIpRange } from '../../model/ip-range.ts'

/** What of IPv4 is not everybody’s to reach, or nobody’s, by IANA’s registry of special-purpose addresses. */
const NOT_PUBLIC_V4 = rangesOf(
  '0.0.0.0/8', // this network; 0.0.0.0 is this very machine to many systems
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT; Alibaba’s metadata
  '127.0.0.0/8', // loopback
  '168.63.129.16', // Azure’s own services to its machines, on an address that looks public
  '169.254.0.0/16', // link-local; the metadata of most clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments; Oracle’s metadata
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays of 6to4, given up
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
)

/** Only this part of IPv6 is given out; loopback, unique-local (AWS’s metadata), link-local, site-local, multicast and IPv4-compatible addresses lie outside of it. */
const GIVEN_OUT_V6 = rangesOf('2000::/3')
const NOT_PUBLIC_V6 = rangesOf(
  '2001::/23', // protocol assignments: Teredo, benchmarks, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: any IPv4 address in disguise
  '3ffe::/16', // 6bone, given back
  '3fff::/20', // documentation
)

const V4 = rangesOf('0.0.0.0/0')
const NAT64 = rangesOf('64:ff9b::/96')
const V4_FIRST = 0xffff_0000_0000n

/** Whether anybody may reach this address. What a NAT64 gateway translates is the IPv4 address at its end. */
export function isPublic(ip: bigint): boolean {
  if (isIn(ip, NAT64)) return isPublic(V4_FIRST + (ip & 0xffff_ffffn))
  if (isIn(ip, V4)) return !isIn(ip, NOT_PUBLIC_V4)
  return isIn(ip, GIVEN_OUT_V6) && !isIn(ip, NOT_PUBLIC_V6)
}

export function isIn(ip: bigint, ranges: readonly IpRange[]): boolean {
  return ranges.some((range) => isInRange(ip, range))
}

/** Ranges that were checked when they were entered; one that is none is an error. */
export function rangesOf(...texts: readonly string[]): IpRange[] {
  return texts.map((text) => {
    const range = parseIpRange(text)
    if (!range) throw new Error(`${text} is no range of addresses`)
    return range
  })
}
