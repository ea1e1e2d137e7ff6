import { type Static, Type } from 'typebox'
import type { Account } from '../../model/account.ts'
import type { IdCodec } from '../../model/ids.ts'
import { nullable, toUtc, Utc, Uuid } from './wire.ts'

const MaybeText = nullable(Type.String())
const Duration = Type.String({ format: 'duration' })

const enterprise = {
  Id: Uuid,
  ExternalIdentifier: MaybeText,
  HoldingKey: MaybeText,
  ChainId: Uuid,
  ChainName: Type.String(),
  CreatedUtc: Utc,
  UpdatedUtc: Utc,
  Name: Type.String(),
  ShortName: MaybeText,
  TimeZoneIdentifier: Type.String({ description: 'IANA time zone' }),
  LegalEnvironmentCode: Type.String(),
  AccommodationEnvironmentCode: Type.String(),
  AccountingEnvironmentCode: Type.String(),
  TaxEnvironmentCode: Type.String(),
  DefaultLanguageCode: Type.String({ description: 'Language and region, such as en-US' }),
  EditableHistoryInterval: nullable(Duration),
  AccountingEditableHistoryInterval: Duration,
  OperationalEditableHistoryInterval: Duration,
  BusinessDayClosingOffset: MaybeText,
  WebsiteUrl: MaybeText,
  Email: MaybeText,
  Phone: MaybeText,
  LogoImageId: nullable(Uuid),
  CoverImageId: nullable(Uuid),
  Pricing: Type.Enum(['Gross', 'Net']),
  TaxPrecision: nullable(Type.Integer()),
  AddressId: Uuid,
  Address: Type.Object({
    Id: Uuid,
    Line1: MaybeText,
    Line2: MaybeText,
    City: MaybeText,
    PostalCode: MaybeText,
    CountryCode: MaybeText,
    CountrySubdivisionCode: MaybeText,
    Latitude: nullable(Type.Number()),
    Longitude: nullable(Type.Number()),
  }),
  GroupNames: Type.Array(Type.String()),
  Subscription: Type.Object({ TaxIdentifier: MaybeText }),
}

/** mews sheet 7: every key is sent. */
export const WireEnterprise = Type.Object(enterprise)

/** As `enterprises/getAll` has it. */
export const WireLinkedEnterprise = Type.Object({ ...enterprise, LinkedUtc: Utc })

/** What is known of an enterprise; for the dummy that stands for a portfolio only some of it is an account's. */
export type EnterpriseFacts = Pick<Account, 'name' | 'timezone' | 'locale' | 'createdAt' | 'updatedAt'> & { uuid: string }

export function toFacts(ids: IdCodec, account: Account): EnterpriseFacts {
  return { ...account, uuid: ids.toUuid('account', account.id) }
}

/**
 * An account as an enterprise. It is a chain of its own, and its address, of which nothing is known, has its id. What has no counterpart in the store is
 * constant (mews sheet 7).
 */
export function toWireEnterprise(facts: EnterpriseFacts): Static<typeof WireEnterprise> {
  return {
    Id: facts.uuid,
    ExternalIdentifier: null,
    HoldingKey: null,
    ChainId: facts.uuid,
    ChainName: facts.name,
    CreatedUtc: toUtc(facts.createdAt),
    UpdatedUtc: toUtc(facts.updatedAt),
    Name: facts.name,
    ShortName: null,
    TimeZoneIdentifier: facts.timezone,
    LegalEnvironmentCode: 'GB',
    AccommodationEnvironmentCode: 'GB',
    AccountingEnvironmentCode: 'GB',
    TaxEnvironmentCode: 'GB',
    DefaultLanguageCode: toLanguageCode(facts.locale),
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
    AddressId: facts.uuid,
    Address: {
      Id: facts.uuid,
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

/** `de` becomes `de-DE`: the vendor's codes name a region. */
function toLanguageCode(locale: string): string {
  try {
    const { language, region } = new Intl.Locale(locale).maximize()
    return region ? `${language}-${region}` : 'en-GB'
  } catch {
    return 'en-GB'
  }
}
