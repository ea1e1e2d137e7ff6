import { parseIpRange } from './model/ip-range.ts'
import { type Days, MAX_DAYS } from './model/retention.ts'
import { DIALECT_NAMES, type DialectName } from './model/token.ts'

// Each of these turns a setting's text into its value, or throws an error whose message completes the sentence "PORT must be …".

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export function readWholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= min && value <= max)) throw new Error(`a whole number from ${min} to ${max}`)
    return value
  }
}

/** A number of days, or null for ever. */
export function readDays(text: string): Days {
  if (text === 'forever') return null
  const days = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(days <= MAX_DAYS)) throw new Error(`\`forever\` or a whole number of days from 1 to ${MAX_DAYS}`)
  return days
}

export function readWord<const Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((one) => one === text)
    if (word === undefined) throw new Error(`${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)
    return word
  }
}

export const readLogLevel = readWord(LOG_LEVELS)

/** A PostgreSQL address, as text: the driver reads the rest of it. */
export function readStoreUrl(text: string): string {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Error('an address like postgres://user:password@host:5432/name (leave it out for the embedded store)')
  }
  return text
}

/** An origin, without a trailing slash. */
export function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const plain =
    url && (url.protocol === 'http:' || url.protocol === 'https:') && url.pathname === '/' && url.search === '' && url.hash === ''
  if (!plain || url.username !== '') throw new Error('an address without a path, like https://chat.example.com')
  return url.origin
}

/** Names of dialects, separated by commas. */
export function readDialects(text: string): ReadonlySet<DialectName> {
  return new Set(
    splitList(text).map((word) => {
      const dialect = DIALECT_NAMES.find((name) => name === word)
      if (!dialect) throw new Error(`some of ${DIALECT_NAMES.join(', ')}, separated by commas`)
      return dialect
    }),
  )
}

/** `host=dialect` pairs, separated by commas; host names are compared in lower case. */
export function readHosts(text: string): ReadonlyMap<string, DialectName> {
  return new Map(
    splitList(text).map((pair) => {
      const [host, word, ...rest] = pair.split('=').map((part) => part.trim())
      const dialect = DIALECT_NAMES.find((name) => name === word)
      if (!host || !dialect || rest.length > 0 || !/^[\w.-]+$/.test(host)) {
        throw new Error(`pairs like chat.example.com=chatwoot, with one of ${DIALECT_NAMES.join(', ')}`)
      }
      return [host.toLowerCase(), dialect]
    }),
  )
}

/** Ranges of addresses (CIDR) and single addresses, separated by commas. */
export function readIpRanges(text: string): readonly string[] {
  const ranges = splitList(text)
  const wrong = ranges.filter((range) => !parseIpRange(range))
  if (wrong.length > 0) {
    throw new Error(`ranges or addresses like 127.0.0.0/8, 10.1.2.3 and fd00::/8, separated by commas, and without ${wrong.join(', ')}`)
  }
  return ranges
}

/** A bucket of an S3 store, as `s3://bucket/prefix` without a slash at its end. */
export function readBlobs(text: string): string {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[\w.!*'() -]+)*)\/?$/.exec(text)
  if (!match) throw new Error('a bucket of an S3 store, like s3://bucket or s3://bucket/prefix')
  return `s3://${match[1]}${match[2]}`
}

export function readText(form: RegExp, words: string): (text: string) => string {
  return (text) => {
    if (!form.test(text)) throw new Error(words)
    return text
  }
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
