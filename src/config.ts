import { isAbsolute, resolve } from 'node:path'
import { RETENTION_SETTINGS } from './config-retention.ts'
import { S3_SETTINGS } from './config-s3.ts'
import {
  readDialects,
  readHosts,
  readIpRanges,
  readLogLevel,
  readPublicUrl,
  readStoreUrl,
  readWholeNumber,
  readWord,
} from './config-values.ts'

/** One setting: its names, what it is when nobody sets it (null: absent), and how its text becomes a value; `read` throws what it must be instead. */
export type Setting = {
  env: string
  flag: string
  fallback: string | null
  description: string
  /** Never shown, and may also come as the path of a file in `<env>_FILE`. */
  secret?: true
  /** Variables that must be set where this one is. */
  needs?: readonly string[]
  read: (text: string) => unknown
}

/** Every setting there is. `docs/config.md` and `parley config` are made from this table. */
export const SETTINGS = {
  port: {
    env: 'PORT',
    flag: 'port',
    fallback: '4000',
    description: 'The TCP port the server listens on; 0 takes any free one.',
    read: readWholeNumber(0, 65_535),
  },
  host: {
    env: 'HOST',
    flag: 'host',
    fallback: '127.0.0.1',
    description: 'The address the server listens on; `0.0.0.0` answers on every interface.',
    read: (text) => text,
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    flag: 'database-url',
    fallback: null,
    description:
      'A PostgreSQL database, `postgres://user:password@host:5432/name`. Without it the store is one SQLite file in the data folder.',
    secret: true,
    read: readStoreUrl,
  },
  data: {
    env: 'PARLEY_DATA',
    flag: 'data',
    fallback: './data',
    description: 'The folder of the embedded store, of attachments and of the demo account’s secrets. It is made when it is missing.',
    read: (text) => (isAbsolute(text) ? text : resolve(text)),
  },
  publicUrl: {
    env: 'PARLEY_PUBLIC_URL',
    flag: 'public-url',
    fallback: null,
    description:
      'The address clients reach the server at, such as `https://chat.example.com`. Without it, addresses in answers repeat the one of the request, and behind a proxy that changes `Host` nobody can sign in to the inbox.',
    read: readPublicUrl,
  },
  hosts: {
    env: 'PARLEY_HOSTS',
    flag: 'hosts',
    fallback: '',
    description: 'Host names that speak one dialect each at their root: `chat.example.com=chatwoot,hotel.example.com=mews`.',
    read: readHosts,
  },
  rateLimits: {
    env: 'PARLEY_RATE_LIMITS',
    flag: 'rate-limits',
    fallback: '',
    description:
      'The dialects that limit requests, such as `mews,chatwoot`; none unless set. How many each takes is in docs/dialects/README.md.',
    read: readDialects,
  },
  cors: {
    env: 'PARLEY_CORS',
    flag: 'cors',
    fallback: '',
    description:
      'The dialects whose API the pages of any origin may call from a browser, such as `chatwoot,parley`; none unless set. What a visitor’s chat widget needs of Parley’s own API, and Chatwoot’s public Client API, are always open to them; cookies never open anything to another origin.',
    read: readDialects,
  },
  ...S3_SETTINGS,
  egressAllow: {
    env: 'PARLEY_EGRESS_ALLOW',
    flag: 'egress-allow',
    fallback: '',
    description:
      'Addresses and ranges that webhooks of every account may reach although they are not public, such as `127.0.0.0/8,10.1.2.3,fd00::/8`; none unless set. Their administrators read the first thousand characters of what is answered there.',
    read: readIpRanges,
  },
  webhookRetryHours: {
    env: 'PARLEY_WEBHOOK_RETRY_HOURS',
    flag: 'webhook-retry-hours',
    fallback: '72',
    description:
      'For how many hours a webhook’s delivery is tried again before it is kept as failed, and a receiver that takes nothing is waited for before its webhook is paused.',
    read: readWholeNumber(1, 8760),
  },
  logLevel: {
    env: 'PARLEY_LOG_LEVEL',
    flag: 'log-level',
    fallback: 'info',
    description:
      'The least important log line that is written: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`. `debug` has a line for every request.',
    read: readLogLevel,
  },
  dbConnections: {
    env: 'PARLEY_DB_CONNECTIONS',
    flag: 'db-connections',
    fallback: '10',
    description: 'How many connections one process holds to PostgreSQL. The embedded store ignores it.',
    read: readWholeNumber(1, 1000),
  },
  streams: {
    env: 'PARLEY_STREAMS',
    flag: 'streams',
    fallback: '10000',
    description: 'How many event streams one process holds open, WebSockets among them; one more is answered `503`.',
    read: readWholeNumber(0, 1_000_000),
  },
  streamsPerToken: {
    env: 'PARLEY_STREAMS_PER_TOKEN',
    flag: 'streams-per-token',
    fallback: '100',
    description: 'How many of them may be open with one token; one more is answered `429`.',
    read: readWholeNumber(1, 1_000_000),
  },
  idempotencyHours: {
    env: 'PARLEY_IDEMPOTENCY_HOURS',
    flag: 'idempotency-hours',
    fallback: '72',
    description: 'For how many hours the first answer to a request with an `Idempotency-Key` is kept and given again.',
    read: readWholeNumber(1, 8760),
  },
  ...RETENTION_SETTINGS,
  demo: {
    env: 'PARLEY_DEMO',
    flag: 'demo',
    fallback: 'auto',
    description: 'Whether a new store gets the demo account: `auto` (when it has no account yet) or `never`.',
    read: readWord(['auto', 'never']),
  },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof SETTINGS
type Absent<S extends Setting> = S['fallback'] extends null ? null : never
export type Config = { readonly [Name in SettingName]: ReturnType<(typeof SETTINGS)[Name]['read']> | Absent<(typeof SETTINGS)[Name]> }

/** Where a setting's value came from. */
export type Source = 'default' | 'environment' | 'file' | 'flag'
export type ParsedConfig = { config: Config; sources: Record<SettingName, Source> }
export type Env = Record<string, string | undefined>

/** Names the settings that are wrong, all of them, each with the mend. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    const head = problems.length === 1 ? 'A setting is wrong:' : `${problems.length} settings are wrong:`
    super([head, ...problems.map((problem) => `  ${problem}`)].join('\n'))
    this.problems = problems
  }
}

const NAMES = Object.keys(SETTINGS) as SettingName[]

/**
 * Every setting, from flags first, then the environment, then the defaults. `flags` are by flag name, without dashes. An empty variable counts as not set.
 * Throws a `ConfigError` that names every bad value, every unknown `PARLEY_…` variable and every unknown flag. `PARLEY_TEST_…` belongs to the tests.
 */
export function parseConfig(env: Env, flags: ReadonlyMap<string, string>, readFile: (path: string) => string): ParsedConfig {
  const problems = [...findUnknown(env, flags)]
  const values: [SettingName, unknown][] = []
  const sources = {} as Record<SettingName, Source>
  for (const name of NAMES) {
    const setting: Setting = SETTINGS[name]
    try {
      const { text, source } = find(setting, env, flags, readFile)
      sources[name] = source
      values.push([name, text === null ? null : readAs(setting, text, source)])
    } catch (error) {
      problems.push((error as Error).message)
    }
  }
  problems.push(...findLacking(new Map(values)))
  if (problems.length > 0) throw new ConfigError(problems)
  return { config: Object.freeze(Object.fromEntries(values)) as Config, sources }
}

function find(setting: Setting, env: Env, flags: ReadonlyMap<string, string>, readFile: (path: string) => string) {
  const flag = flags.get(setting.flag)
  if (flag !== undefined) return { text: flag, source: 'flag' as const }
  const text = env[setting.env] || undefined
  const path = (setting.secret && env[`${setting.env}_FILE`]) || undefined
  if (text !== undefined && path !== undefined) throw new Error(`${setting.env} and ${setting.env}_FILE are both set; keep one of them`)
  if (text !== undefined) return { text, source: 'environment' as const }
  if (path === undefined) return { text: setting.fallback, source: 'default' as const }
  try {
    return { text: readFile(path).trim(), source: 'file' as const }
  } catch (error) {
    throw new Error(`${setting.env}_FILE cannot be read: ${(error as Error).message}`)
  }
}

function readAs(setting: Setting, text: string, source: Source): unknown {
  try {
    return setting.read(text)
  } catch (error) {
    const name = source === 'flag' ? `--${setting.flag}` : source === 'file' ? `the file in ${setting.env}_FILE` : setting.env
    throw new Error(`${name} must be ${(error as Error).message}${setting.secret ? '' : `; it is ${JSON.stringify(text)}`}`)
  }
}

/** Settings that make sense only together with others that are missing. One that is there and wrong has been named already. */
function* findLacking(values: ReadonlyMap<SettingName, unknown>): Generator<string> {
  const absent = NAMES.filter((name) => values.get(name) === null).map((name): string => SETTINGS[name].env)
  for (const name of NAMES) {
    const { env, needs = [] }: Setting = SETTINGS[name]
    if (values.get(name) == null) continue
    for (const other of needs) if (absent.includes(other)) yield `${env} needs ${other}`
  }
}

function* findUnknown(env: Env, flags: ReadonlyMap<string, string>): Generator<string> {
  const known = NAMES.flatMap((name) => {
    const setting: Setting = SETTINGS[name]
    return setting.secret ? [setting.env, `${setting.env}_FILE`] : [setting.env]
  })
  for (const key of Object.keys(env)) {
    if (!key.startsWith('PARLEY_') || key.startsWith('PARLEY_TEST_') || known.includes(key)) continue
    yield `${key} is not a setting; ${suggest(key, known)}`
  }
  const names = NAMES.map((name): string => SETTINGS[name].flag)
  for (const flag of flags.keys()) if (!names.includes(flag)) yield `--${flag} is not a flag; ${suggest(flag, names, '--')}`
}

function suggest(given: string, known: readonly string[], prefix = ''): string {
  const [nearest] = known.map((name) => ({ name, steps: distance(given, name) })).sort((a, b) => a.steps - b.steps)
  return nearest && nearest.steps <= 3 ? `did you mean ${prefix}${nearest.name}?` : '`parley config` shows all there are'
}

/** How many letters must be put in, taken out or changed to come from one word to another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
