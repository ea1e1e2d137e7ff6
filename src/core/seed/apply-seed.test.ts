import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer, type TestServer } from '../../../test/harness.ts'
import { listAccounts } from '../../storage/queries/accounts.ts'
import { listConversations } from '../../storage/queries/conversations/conversations.ts'
import { findDelivery } from '../../storage/queries/conversations/deliveries.ts'
import { signIn } from '../sessions/sign-in.ts'
import { authenticate } from '../tokens/authenticate.ts'
import { revokeToken } from '../tokens/revoke-token.ts'
import { applySeed, seedEmptyStore } from './apply-seed.ts'
import { DEMO_SEED } from './demo-seed.ts'
import { SeedError } from './seed-schema.ts'

const SEED = {
  applications: [
    {
      name: 'Channel Manager',
      clientToken: 'client-secret',
      portfolios: [{ accounts: ['Hotel A', 'Hotel B'], secret: 'portfolio-secret' }],
    },
  ],
  accounts: [
    {
      name: 'Hotel A',
      timezone: 'Europe/Prague',
      locale: 'cs',
      settings: { supportMembers: ['ann@a.example'], custom: { stars: 4 } },
      members: [
        { name: 'Ann', email: 'ann@a.example', role: 'administrator', password: 'correct horse' },
        { name: 'Bot', role: 'bot' },
      ],
      contacts: [{ name: 'Jane', identifier: 'crm-1', attributes: { vip: true } }, { name: 'Nameless' }],
      channels: [{ name: 'Web' }, { name: 'Mail', kind: 'email', email: 'desk@a.example' }],
      conversations: [
        {
          key: 'one',
          subject: 'Towels',
          kind: 'support',
          status: 'pending',
          contact: 'crm-1',
          channel: 'Mail',
          application: 'Channel Manager',
          labels: ['vip'],
          participants: [{ member: 'ann@a.example', role: 'admin' }, { member: 'Bot' }],
          messages: [
            { contact: 'crm-1', text: 'More towels please' },
            { member: 'Ann', text: 'She always asks', private: true },
            { application: 'Channel Manager', text: 'Room 12' },
          ],
        },
        { key: 'One' },
      ],
      deliveries: [{ reference: 'D-1', order: 'O-7', driver: 'ann@a.example', customer: 'crm-1' }, { reference: 'D-2' }],
      tokens: [
        { dialect: 'ndoto', member: 'Ann', secret: 'ndoto-secret' },
        { dialect: 'ondi', contact: 'crm-1', label: 'guest app' },
        { dialect: 'mews', application: 'Channel Manager', secret: 'access-secret' },
      ],
    },
    { name: 'Hotel B' },
  ],
  installTokens: [{ secret: 'install-secret' }],
}

const TABLES = [
  'accounts',
  'members',
  'contacts',
  'channels',
  'contact_channels',
  'conversations',
  'participants',
  'messages',
  'tokens',
  'passwords',
  'deliveries',
  'events',
]

/** Everything the seed could have touched, as text. */
async function snapshot(server: TestServer): Promise<string> {
  const rows = await Promise.all(TABLES.map((table) => server.core.store.all(`select * from ${table}`)))
  return JSON.stringify(rows)
}

async function refusalOf(server: TestServer, seed: unknown): Promise<string[]> {
  const before = await snapshot(server)
  const error = await applySeed(server.core, seed).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof SeedError, String(error))
  assert.equal(await snapshot(server), before, 'a refused seed makes nothing')
  return error.message.split('\n')
}

test('a seed makes everything it declares, and applying it again changes nothing', async (t) => {
  const server = await startServer(t)
  const { core } = server
  const { made, secrets } = await applySeed(core, SEED)
  assert.deepEqual(made, {
    accounts: 2,
    applications: 1,
    members: 2,
    contacts: 2,
    passwords: 1,
    channels: 2,
    conversations: 2,
    deliveries: 2,
    tokens: 6,
  })
  assert.deepEqual(
    secrets.map(({ secret, ...rest }) => ({ ...rest, isLong: secret.length >= 24 })),
    [{ account: 'Hotel A', dialect: 'ondi', label: 'guest app', isLong: true }],
  )

  const account = (await listAccounts(core.store)).find((one) => one.name === 'Hotel A')
  const token = await authenticate(core, 'ndoto-secret')
  assert.deepEqual(account?.settings, { supportMemberIds: [token.author.id], custom: { stars: 4 } })
  assert.deepEqual([account?.timezone, account?.locale], ['Europe/Prague', 'cs'])
  const access = await authenticate(core, 'access-secret')
  const client = await authenticate(core, 'client-secret')
  assert.deepEqual([client.scope, client.accountId, access.scope, access.accountId], ['client', 0, 'api', account?.id])
  assert.equal(access.applicationId, client.applicationId)
  assert.equal((await authenticate(core, 'portfolio-secret')).accountIds.length, 2)
  assert.equal((await authenticate(core, 'install-secret')).scope, 'install')
  const delivery = await findDelivery(core.store, account?.id ?? 0, 'D-1')
  assert.deepEqual([delivery?.orderReference, delivery?.driverId], ['O-7', token.author.id])
  const login = { email: 'ann@a.example', password: 'correct horse', dialect: 'ondi', accessSeconds: 60 } as const
  assert.equal((await signIn(core, login)).person.id, token.author.id)
  const list = await server.call('GET', `/ndoto/api/v1/accounts/${account?.id}/conversations/1/messages`, { token: 'ndoto-secret' })
  const messages = list.body.payload.map((one: { content: string; private: boolean; message_type: string }) => [
    one.content,
    one.private,
    one.message_type,
  ])
  assert.deepEqual(messages, [
    ['More towels please', false, 'incoming'],
    ['She always asks', true, 'outgoing'],
    ['Room 12', false, 'incoming'],
  ])

  const before = await snapshot(server)
  assert.deepEqual(await applySeed(core, SEED), { made: {}, secrets: [] })
  assert.equal(await snapshot(server), before)
})

test('a seed gives a password to who has none, and leaves one that is there', async (t) => {
  const { core, home } = await startServer(t)
  const seed = (password: string) => ({
    accounts: [{ name: home.account.name, contacts: [{ email: 'jane@home-customers.example', password }] }],
  })
  assert.deepEqual((await applySeed(core, seed('correct horse'))).made, { passwords: 1 })
  assert.deepEqual((await applySeed(core, seed('another horse'))).made, {})
  const login = { email: 'jane@home-customers.example', dialect: 'ondi', accessSeconds: 60 } as const
  assert.equal((await signIn(core, { ...login, password: 'correct horse' })).person.id, home.jane.id)
  const nameless = { accounts: [{ name: home.account.name, members: [{ name: 'No address', password: 'correct horse' }] }] }
  await assert.rejects(applySeed(core, nameless), /^SeedError: accounts\[0\]\.members\[0\]: Only somebody with an e-mail/)
})

test('two seeds applied at once make everything once', async (t) => {
  const server = await startServer(t)
  await Promise.all([applySeed(server.core, SEED), applySeed(server.core, SEED)])
  const named = (await listAccounts(server.core.store)).filter((account) => account.name === 'Hotel A')
  assert.equal(named.length, 1)
})

test('a seed that is not one names every wrong field by its path', async (t) => {
  const server = await startServer(t)
  const wrong = {
    accounts: [
      { members: [{ name: 'Ann', emial: 'a@b.example', role: 'boss' }], tokens: [{ dialect: 'ndoto', member: 'Ann', secret: 'short' }] },
    ],
    installToken: [],
  }
  assert.deepEqual((await refusalOf(server, wrong)).sort(), [
    'accounts[0].members[0].emial is not a field of a seed',
    'accounts[0].members[0].role must be one of administrator, agent, dispatcher, driver, bot',
    'accounts[0].name is required',
    'accounts[0].tokens[0].secret must be 8 to 1024 printable ASCII characters without spaces',
    'installToken is not a field of a seed',
  ])
  for (const value of [null, [], 'accounts', 3]) assert.match((await refusalOf(server, value))[0] ?? '', /^the seed must be object/)
})

const REFUSED: [what: string, account: object, message: RegExp][] = [
  [
    'an unknown member',
    { tokens: [{ dialect: 'ndoto', member: 'Nobody' }] },
    /^accounts\[0\]\.tokens\[0\]\.member: there is no member "Nobody"$/,
  ],
  ['a token for nobody', { tokens: [{ dialect: 'ndoto' }] }, /^accounts\[0\]\.tokens\[0\] must name one member, contact or application$/],
  [
    'an unknown contact',
    { channels: [{ name: 'W' }], conversations: [{ key: 'k', contact: 'Nobody' }] },
    /^accounts\[0\]\.conversations\[0\]\.contact: there is no contact/,
  ],
  [
    'an unknown channel',
    { conversations: [{ key: 'k', channel: 'X' }] },
    /^accounts\[0\]\.conversations\[0\]\.channel: there is no channel "X"$/,
  ],
  [
    'an address that is none',
    { channels: [{ name: 'W', webhookUrl: 'ftp://x' }] },
    /^accounts\[0\]\.channels\[0\]: A webhook needs an http/,
  ],
  ['no channel at all', { conversations: [{ key: 'k' }] }, /^accounts\[0\]\.conversations\[0\]: No such channel\.$/],
  [
    'two contacts with one address',
    {
      contacts: [
        { identifier: 'a', email: 'x@y.example' },
        { identifier: 'b', email: 'x@y.example' },
      ],
    },
    /^accounts\[0\]\.contacts\[1\]: A contact with this e-mail address already exists\.$/,
  ],
]

for (const [what, account, message] of REFUSED) {
  test(`a seed with ${what} is refused as a whole`, async (t: TestContext) => {
    const server = await startServer(t)
    assert.match((await refusalOf(server, { accounts: [{ name: 'New', ...account }] })).join('\n'), message)
  })
}

test('a secret that belongs to somebody else, or was revoked, is refused', async (t) => {
  const server = await startServer(t)
  await applySeed(server.core, SEED)
  const seed = (secret: string) => ({ installTokens: [{ secret }] })
  assert.deepEqual(await refusalOf(server, seed('ndoto-secret')), ['installTokens[0]: this secret already belongs to another token'])
  const token = await authenticate(server.core, 'ndoto-secret')
  await server.core.store.tx((tx) => revokeToken(server.core, tx, token.accountId, token.id))
  assert.deepEqual(await refusalOf(server, seed('ndoto-secret')), ['installTokens[0]: this secret was revoked; choose another one'])
})

test('a store that has an account gets no demo', async (t) => {
  const server = await startServer(t)
  const before = await snapshot(server)
  assert.equal(await seedEmptyStore(server.core, DEMO_SEED, () => assert.fail('there is nothing to keep')), false)
  assert.equal(await snapshot(server), before)
})

test('a conversation has the status its seed declares, whoever wrote last in it', async (t) => {
  const server = await startServer(t)
  const conversations = (['resolved', 'archived', 'pending'] as const).map((status) => ({
    key: status,
    status,
    contact: 'Jane',
    messages: [{ contact: 'Jane', text: 'Thank you!' }],
  }))
  await applySeed(server.core, { accounts: [{ name: 'Hotel', channels: [{ name: 'Web' }], contacts: [{ name: 'Jane' }], conversations }] })
  const account = (await listAccounts(server.core.store)).find((one) => one.name === 'Hotel')
  const found = await listConversations(
    server.core.store,
    account?.id ?? 0,
    { reach: 'all' },
    { limit: 9, orderBy: 'number', order: 'asc' },
  )
  assert.deepEqual(
    found.map((one) => one.status),
    ['resolved', 'archived', 'pending'],
  )
})
