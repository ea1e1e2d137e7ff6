import { EgressError } from './egress-error.ts'

const NO_CONNECTION = 'it cannot be reached'
const CLOSED = 'the connection was closed before an answer came'
const NO_NAME = 'its host name could not be found'
const NO_ANSWER = 'its host name could not be looked up'

/** What node:net, node:dns, node:tls and OpenSSL call what goes wrong. */
const WORDS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  ETIMEDOUT: 'the connection took too long',
  ENOTFOUND: NO_NAME,
  ENODATA: NO_NAME,
  EBADNAME: NO_NAME,
  EAI_AGAIN: NO_ANSWER,
  ETIMEOUT: NO_ANSWER,
  ESERVFAIL: NO_ANSWER,
  EREFUSED: NO_ANSWER,
  EHOSTUNREACH: NO_CONNECTION,
  ENETUNREACH: NO_CONNECTION,
  EADDRNOTAVAIL: NO_CONNECTION,
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes without those between it and a trusted authority',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_INVALID_CHAR: 'a header holds a sign that headers cannot hold',
}

/** Of codes that begin like this. */
const BEGINNINGS: [string, string][] = [
  ['HPE_', 'its answer is not HTTP'],
  ['CERT_', 'its certificate cannot be verified'],
  ['ERR_SSL_', 'no secure connection could be made'],
  ['EPROTO', 'no secure connection could be made'],
]

/** A failure in a few words for whoever entered the address. The messages of the libraries are not for them: they name addresses and ports. */
export function describeFailure(error: unknown): string {
  if (error instanceof EgressError) return error.message
  const code = String((error as NodeJS.ErrnoException).code ?? '')
  const words = WORDS[code] ?? BEGINNINGS.find(([beginning]) => code.startsWith(beginning))?.[1]
  return words ?? `the request could not be made${code === '' ? '' : ` (${code})`}`
}

/** What a status says that is not 2xx. */
export function describeStatus(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return `it answered ${status}, a redirect, and those are not followed; enter the address it leads to`
  return `it answered ${status}`
}
