import { isIP } from 'node:net'
import { EgressError } from './egress-error.ts'

/** Where a request goes, as the URL standard reads the address: whatever a number is written as (`0x7f.1`, `２１３`), what is checked is what is connected to. */
export type Target = {
  url: URL
  /** The host without brackets and without a dot at its end: a name, or an address. */
  host: string
  isAddress: boolean
  /** The `Authorization` header of a name and a password in the address. */
  authorization: string | undefined
}

export function parseTarget(text: string): Target {
  if (!URL.canParse(text)) throw new EgressError('its address cannot be understood')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new EgressError('its address does not begin with http:// or https://')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  if (host === '') throw new EgressError('its address has no host')
  return { url, host, isAddress: isIP(host) !== 0, authorization: basicOf(url) }
}

function basicOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  return `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}`
}

/** The URL parser lets a percent sign stand that begins nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
