import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { ConfigError, type Env, parseConfig, SETTINGS } from './config.ts'

const noFile = (path: string): string => {
  throw new Error(`there is no ${path}`)
}

function parse(env: Env, flags: Record<string, string> = {}, readFile = noFile) {
  return parseConfig(env, new Map(Object.entries(flags)), readFile)
}

function problemsOf(env: Env, flags: Record<string, string> = {}, readFile = noFile): readonly string[] {
  try {
    parse(env, flags, readFile)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.problems
  }
  return []
}

test('with nothing set every setting has its default', () => {
  const { config, sources } = parse({ HOME: '/root', PATH: '/bin' })
  assert.deepEqual(config, {
    port: 4000,
    host: '127.0.0.1',
    databaseUrl: null,
    data: resolve('./data'),
    publicUrl: null,
    hosts: new Map(),
    rateLimits: new Set(),
    retentionMessageDays: null,
    retentionEventDays: null,
    retentionDeliveryDays: 30,
    cors: new Set(),
    blobs: null,
    s3Endpoint: null,
    s3Region: 'us-east-1',
    s3PathStyle: 'auto',
    s3AccessKeyId: null,
    s3SecretAccessKey: null,
    egressAllow: [],
    webhookRetryHours: 72,
    logLevel: 'info',
    dbConnections: 10,
    streams: 10000,
    streamsPerToken: 100,
    idempotencyHours: 72,
    demo: 'auto',
  })
  assert.deepEqual(new Set(Object.values(sources)), new Set(['default']))
  assert.ok(Object.isFrozen(config))
})

test('flags win over the environment, the environment over defaults, and an empty variable counts as not set', () => {
  const { config, sources } = parse(
    {
      PORT: '5000',
      HOST: '',
      PARLEY_PUBLIC_URL: 'https://chat.example.com/',
      PARLEY_HOSTS: 'Chat.example.com=chatwoot, hotel.example.com=mews',
      PARLEY_RATE_LIMITS: 'mews, ,chatwoot,mews',
    },
    { port: '6000' },
  )
  assert.equal(config.port, 6000)
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.publicUrl, 'https://chat.example.com')
  assert.deepEqual(
    [...config.hosts],
    [
      ['chat.example.com', 'chatwoot'],
      ['hotel.example.com', 'mews'],
    ],
  )
  assert.deepEqual([...config.rateLimits], ['mews', 'chatwoot'])
  assert.deepEqual([sources.port, sources.host, sources.publicUrl], ['flag', 'default', 'environment'])
})

test('every wrong value, unknown variable and unknown flag is named at once, with the mend', () => {
  const problems = problemsOf(
    {
      PORT: 'abc',
      DATABASE_URL: 'mysql://root:secret@db/x',
      PARLEY_LOG_LEVEL: 'loud',
      PARLEY_DB_CONNECTIONS: '0',
      PARLEY_HOSTS: 'a.example.com=zendesk',
      PARLEY_RATE_LIMITS: 'mews, chatwod',
      PARLEY_PUBLIC_URL: 'https://chat.example.com/parley',
      PARLEY_IDEMPOTENCY_HOUR: '3',
      PARLEY_SOMETHING_ELSE: '1',
    },
    { demo: 'always', prot: '1' },
  )
  assert.deepEqual(problems, [
    'PARLEY_IDEMPOTENCY_HOUR is not a setting; did you mean PARLEY_IDEMPOTENCY_HOURS?',
    'PARLEY_SOMETHING_ELSE is not a setting; `parley config` shows all there are',
    '--prot is not a flag; did you mean --port?',
    'PORT must be a whole number from 0 to 65535; it is "abc"',
    'DATABASE_URL must be an address like postgres://user:password@host:5432/name (leave it out for the embedded store)',
    'PARLEY_PUBLIC_URL must be an address without a path, like https://chat.example.com; it is "https://chat.example.com/parley"',
    'PARLEY_HOSTS must be pairs like chat.example.com=chatwoot, with one of parley, chatwoot, ndoto, 99digital, ondi, mews, tidysupport; it is "a.example.com=zendesk"',
    'PARLEY_RATE_LIMITS must be some of parley, chatwoot, ndoto, 99digital, ondi, mews, tidysupport, separated by commas; it is "mews, chatwod"',
    'PARLEY_LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent; it is "loud"',
    'PARLEY_DB_CONNECTIONS must be a whole number from 1 to 1000; it is "0"',
    '--demo must be auto or never; it is "always"',
  ])
})

test('a secret may come from a file, and is never repeated in an error', () => {
  const readFile = (path: string) => (path === '/run/secrets/db' ? 'postgres://parley:pw@db/parley\n' : 'mysql://parley:pw@db')
  const { config, sources } = parse({ DATABASE_URL_FILE: '/run/secrets/db' }, {}, readFile)
  assert.equal(config.databaseUrl, 'postgres://parley:pw@db/parley')
  assert.equal(sources.databaseUrl, 'file')
  assert.match(
    problemsOf({ DATABASE_URL_FILE: '/other' }, {}, readFile)[0] ?? '',
    /^the file in DATABASE_URL_FILE must be an address like [^;]*$/,
  )
  assert.match(problemsOf({ DATABASE_URL_FILE: '/gone' })[0] ?? '', /^DATABASE_URL_FILE cannot be read: there is no \/gone/)
  const both = problemsOf({ DATABASE_URL: 'postgres://a/b', DATABASE_URL_FILE: '/run/secrets/db' }, {}, readFile)
  assert.deepEqual(both, ['DATABASE_URL and DATABASE_URL_FILE are both set; keep one of them'])
})

test('variables of the test run are left alone', () => {
  assert.deepEqual(problemsOf({ PARLEY_TEST_ENGINE: 'postgres' }), [])
})

test('no two settings share a name', () => {
  const names = Object.values(SETTINGS).flatMap((setting) => [setting.env, setting.flag])
  assert.equal(new Set(names).size, names.length)
})

test('a bucket for attachments is named with its keys, or not at all', () => {
  const keys = { PARLEY_S3_ACCESS_KEY_ID: 'id', PARLEY_S3_SECRET_ACCESS_KEY: 'secret' }
  assert.equal(parse({ ...keys, PARLEY_BLOBS: 's3://files/a b/c/' }).config.blobs, 's3://files/a b/c')
  assert.deepEqual(problemsOf({ PARLEY_BLOBS: 's3://files' }), [
    'PARLEY_BLOBS needs PARLEY_S3_ACCESS_KEY_ID',
    'PARLEY_BLOBS needs PARLEY_S3_SECRET_ACCESS_KEY',
  ])
  for (const text of ['files', 's3://', 's3://f', 's3://Files', 's3://files//a', 's3://files/a?b', 'https://files.example.com']) {
    assert.deepEqual(problemsOf({ ...keys, PARLEY_BLOBS: text }), [
      `PARLEY_BLOBS must be a bucket of an S3 store, like s3://bucket or s3://bucket/prefix; it is ${JSON.stringify(text)}`,
    ])
  }
  const bad = problemsOf({ PARLEY_BLOBS: 's3://files', PARLEY_S3_ACCESS_KEY_ID: 'id', PARLEY_S3_SECRET_ACCESS_KEY: 'se cret' })
  assert.deepEqual(bad, ['PARLEY_S3_SECRET_ACCESS_KEY must be an access key'])
})

test('ranges that webhooks may reach are listed, and a wrong one is named', () => {
  const { config } = parse({ PARLEY_EGRESS_ALLOW: '127.0.0.0/8, ::1,,10.1.2.3' })
  assert.deepEqual(config.egressAllow, ['127.0.0.0/8', '::1', '10.1.2.3'])
  assert.deepEqual(problemsOf({ PARLEY_EGRESS_ALLOW: '10.0.0.0/8,10.0.0.0/33,localhost' }), [
    'PARLEY_EGRESS_ALLOW must be ranges or addresses like 127.0.0.0/8, 10.1.2.3 and fd00::/8, separated by commas, and without 10.0.0.0/33, localhost; it is "10.0.0.0/8,10.0.0.0/33,localhost"',
  ])
})
