import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { defineAttribute } from '../../../../core/attributes/define-attribute.ts'
import { createContact } from '../../../../core/contacts/create-contact.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { PROFILES } from '../../family-test.ts'

type Row = [key: string, operator: string, values?: unknown, next?: 'AND' | 'OR']
const toBody = (rows: Row[]) => ({
  payload: rows.map(([attribute_key, filter_operator, values = [], query_operator = null]) => ({
    attribute_key,
    filter_operator,
    values,
    query_operator,
  })),
})

async function fill({ core, home }: TestServer): Promise<void> {
  const ctx = systemCtx(core, home.account.id)
  const additional = { city: 'Łódź', company_name: 'Öko GmbH', country_code: 'PL' }
  const attributes = { plan: 'Gold', size: 12 }
  await core.store.tx((tx) =>
    createContact(ctx, tx, { name: 'Ärla', email: 'Arla@x.example', phone: '+4915112345', identifier: 'A-1', additional, attributes }),
  )
  await core.store.tx((tx) => createContact(ctx, tx, { name: 'Bo', phone: '+15550100', blocked: true, labels: ['vip'] }))
  await core.store.tx((tx) => defineAttribute(ctx, tx, { entity: 'contact', key: 'plan', name: 'Plan', kind: 'text' }))
  await core.store.tx((tx) => defineAttribute(ctx, tx, { entity: 'contact', key: 'size', name: 'Size', kind: 'number' }))
  await core.store.tx((tx) => defineAttribute(ctx, tx, { entity: 'conversation', key: 'seats', name: 'Seats', kind: 'number' }))
}

test('contacts are found by every key the vendor names, in any case and alphabet, and by attributes that were defined', async (t) => {
  const server = await startServer(t)
  await fill(server)
  const [arla, bo, jane] = ['Ärla', 'Bo', 'Jane Doe']
  const cases: [Row[], string[]][] = [
    [[], [arla, bo, jane]],
    [[['name', 'equal_to', ['ÄRLA']]], [arla]],
    [[['name', 'contains', ['ane']]], [jane]],
    [[['name', 'does_not_contain', ['ane']]], [arla, bo]],
    [[['name', 'starts_with', ['j', 'b']]], [bo, jane]],
    [[['email', 'equal_to', ['arla@X.example']]], [arla]],
    [[['email', 'is_not_present']], [bo]],
    [[['phone_number', 'equal_to', ['4915112345']]], [arla]],
    [[['phone_number', 'equal_to', ['++4915112345', '+15550100']]], [arla, bo]],
    [[['phone_number', 'starts_with', ['49']]], [arla]],
    [[['phone_number', 'is_present']], [arla, bo]],
    [[['identifier', 'equal_to', ['A-1']]], [arla]],
    [[['country_code', 'equal_to', ['pl']]], [arla]],
    [[['city', 'contains', ['ÓD']]], [arla]],
    [[['company', 'starts_with', ['öko']]], [arla]],
    [[['labels', 'equal_to', ['vip']]], [bo]],
    [[['labels', 'is_not_present']], [arla, jane]],
    [[['blocked', 'equal_to', ['true']]], [bo]],
    [[['blocked', 'not_equal_to', [true]]], [arla, jane]],
    [[['created_at', 'is_greater_than', ['2020-01-01']]], [arla, bo, jane]],
    [[['created_at', 'days_before', [1]]], []],
    [[['last_activity_at', 'is_less_than', ['2100-01-01']]], []],
    [[['plan', 'equal_to', ['gold']]], [arla]],
    [[['size', 'is_greater_than', [11]]], [arla]],
    [
      [
        ['name', 'equal_to', ['bo'], 'OR'],
        ['city', 'is_present', [], 'AND'],
        ['blocked', 'equal_to', [true]],
      ],
      [bo],
    ],
  ]
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    for (const [rows, expected] of cases) {
      const { payload, meta } = await ok('POST', '/contacts/filter', toBody(rows))
      const found = payload.map((one: { name: string }) => one.name).sort()
      assert.deepEqual([found, meta.count], [expected.toSorted(), expected.length], `${profile.name} ${JSON.stringify(rows)}`)
    }
    const second = await ok('POST', '/contacts/filter?page=2&sort=-name', toBody([]))
    assert.deepEqual([second.payload, second.meta], [[], { count: 3, current_page: profile === CHATWOOT ? '2' : 2 }])
    assert.equal((await ok('POST', '/contacts/filter?sort=-name', toBody([]))).payload[0].name, arla)
  }
})

test('a key, an operator or a value that will not do is refused with what would, and nobody without a token is told', async (t) => {
  const server = await startServer(t)
  await fill(server)
  const before = await snapshot(server)
  for (const profile of PROFILES) {
    const { call } = deskOf(server, profile)
    for (const [row, words] of [
      [['colour', 'equal_to', ['x']], /name, phone_number, .*blocked/],
      [['seats', 'equal_to', [1]], /Unknown attribute_key seats/],
      [['labels', 'contains', ['vip']], /equal_to, not_equal_to/],
      [['blocked', 'equal_to', ['perhaps']], /no value/],
      [['created_at', 'is_less_than', ['soon']], /no value/],
    ] as [Row, RegExp][]) {
      const { status, body } = await call('POST', '/contacts/filter', toBody([row]))
      assert.equal(status, 422)
      assert.match(body.error, words)
    }
    assert.equal((await call('POST', '/contacts/filter', {})).status, 422)
    assert.equal((await call('POST', '/contacts/filter', toBody([]), { token: 'wrong' })).status, 401)
  }
  assert.equal(await snapshot(server), before)
})
