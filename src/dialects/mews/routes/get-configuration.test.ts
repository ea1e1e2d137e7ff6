import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../test/harness.ts'
import { assertRefused, mewsClient, UUID } from '../../../../test/mews-client.ts'
import type { Place } from '../../../../test/world.ts'

const NOW = '2026-01-05T10:00:00Z'
const now = () => Date.parse(NOW) * 1000

function enterpriseOf(server: TestServer, place: Place) {
  const Id = server.core.ids.toUuid('account', place.account.id)
  return {
    Id,
    ExternalIdentifier: null,
    HoldingKey: null,
    ChainId: Id,
    ChainName: place.account.name,
    CreatedUtc: NOW,
    UpdatedUtc: NOW,
    Name: place.account.name,
    ShortName: null,
    TimeZoneIdentifier: 'UTC',
    LegalEnvironmentCode: 'GB',
    AccommodationEnvironmentCode: 'GB',
    AccountingEnvironmentCode: 'GB',
    TaxEnvironmentCode: 'GB',
    DefaultLanguageCode: 'en-US',
    EditableHistoryInterval: 'P0M7DT0H0M0S',
    AccountingEditableHistoryInterval: 'P0M7DT0H0M0S',
    OperationalEditableHistoryInterval: 'P0M7DT0H0M0S',
    BusinessDayClosingOffset: null,
    WebsiteUrl: null,
    Email: null,
    Phone: null,
    LogoImageId: null,
    CoverImageId: null,
    Pricing: 'Gross',
    TaxPrecision: null,
    AddressId: Id,
    Address: {
      Id,
      Line1: null,
      Line2: null,
      City: null,
      PostalCode: null,
      CountryCode: null,
      CountrySubdivisionCode: null,
      Latitude: null,
      Longitude: null,
    },
    GroupNames: [],
    Subscription: { TaxIdentifier: null },
  }
}

test('the enterprise behind an AccessToken is answered with every key', async (t) => {
  const server = await startServer(t, { now })
  const { post } = mewsClient(server)
  const own = {
    Currencies: [{ Currency: 'GBP', IsDefault: true, IsEnabled: true }],
    AccountingConfiguration: null,
    IsPortfolio: false,
  }
  const expected = {
    NowUtc: NOW,
    Enterprise: { ...enterpriseOf(server, server.home), ...own },
    Service: null,
    PaymentCardStorage: null,
    IsIdentityDocumentNumberRequired: false,
  }
  for (const EnterpriseId of [undefined, null, expected.Enterprise.Id, expected.Enterprise.Id.toUpperCase()]) {
    const answer = await post('configuration/get', { EnterpriseId })
    assert.deepEqual({ status: answer.status, body: answer.body }, { status: 200, body: expected })
  }
})

test('a portfolio token stands for a dummy enterprise, or for the one it names', async (t) => {
  const server = await startServer(t, { now })
  const { post } = mewsClient(server, 'portfolio')
  const portfolio = (await post('configuration/get')).body.Enterprise
  assert.equal(portfolio.IsPortfolio, true)
  assert.match(portfolio.Id, UUID)
  assert.deepEqual(Object.keys(portfolio).sort(), Object.keys((await mewsClient(server).post('configuration/get')).body.Enterprise).sort())
  const named = await post('configuration/get', { EnterpriseId: server.core.ids.toUuid('account', server.away.account.id) })
  assert.deepEqual([named.body.Enterprise.Name, named.body.Enterprise.IsPortfolio], ['Away', false])
  assertRefused(await post('configuration/get', { EnterpriseId: portfolio.Id }), 400, 'Invalid EnterpriseId')
})

test('an enterprise outside of the token’s scope is like none', async (t) => {
  const server = await startServer(t)
  const away = server.core.ids.toUuid('account', server.away.account.id)
  for (const EnterpriseId of [away, '00000000-0000-4000-8000-000000000000', 'nonsense', 5]) {
    assertRefused(await mewsClient(server).post('configuration/get', { EnterpriseId }), 400, 'Invalid EnterpriseId')
  }
})
