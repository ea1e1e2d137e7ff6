import { type Static, Type } from 'typebox'
import type { Account } from '../../../model/account.ts'
import { AppError } from '../../../model/errors.ts'
import { MAX_DAYS, type Retention } from '../../../model/retention.ts'
import { Attributes, Body, Id, Nullable, Text, Time, toWireTime } from '../wire.ts'

const KEPT = { minimum: 1, maximum: MAX_DAYS }
const Kept = Nullable(Type.Integer(KEPT))
const NewKept = Type.Optional(Type.Union([Kept, Type.Literal('default')]))
const WireRetention = Type.Object(
  { messageDays: Type.Optional(Kept), eventDays: Type.Optional(Kept), deliveryDays: Type.Optional(Kept) },
  {
    description:
      'For how many days messages, the log and what webhooks were told are kept, null for ever; what is missing is as the installation has it',
  },
)

export const WireAccount = Type.Object({
  id: Id,
  name: Type.String(),
  timezone: Type.String({ description: 'IANA time zone' }),
  locale: Type.String({ description: 'BCP 47 language tag' }),
  supportMemberIds: Type.Array(Id, { description: 'Members who may open support tickets' }),
  retention: WireRetention,
  custom: Attributes,
  createdAt: Time,
  updatedAt: Time,
})

export const AccountFields = {
  name: Type.Optional(Text(255, { minLength: 1 })),
  timezone: Type.Optional(Text(64, { description: 'IANA time zone' })),
  locale: Type.Optional(Text(35, { description: 'BCP 47 language tag' })),
}

export function toWireAccount(account: Account): Static<typeof WireAccount> {
  return {
    id: account.id,
    name: account.name,
    timezone: account.timezone,
    locale: account.locale,
    supportMemberIds: account.settings.supportMemberIds ?? [],
    retention: account.settings.retention ?? {},
    custom: account.settings.custom ?? {},
    createdAt: toWireTime(account.createdAt),
    updatedAt: toWireTime(account.updatedAt),
  }
}

export const RetentionField = Type.Optional(
  Body(
    { messageDays: NewKept, eventDays: NewKept, deliveryDays: NewKept },
    { description: 'Days, null for ever, or `default` for what the installation has' },
  ),
)

/** What a request says of the retention: undefined, and so no word of the account's own, where it asks for the installation's. */
export function fromWireRetention(given: Static<typeof RetentionField>): Partial<Retention> {
  return Object.fromEntries(Object.entries(given ?? {}).map(([key, days]) => [key, days === 'default' ? undefined : days]))
}

/** Refuses a time zone or a language that the runtime does not know. */
export function checkPlace(input: { timezone?: string; locale?: string }): void {
  const check = (field: 'timezone' | 'locale', known: () => unknown) => {
    try {
      known()
    } catch {
      throw new AppError('body_invalid', { message: `${field} is not known`, field })
    }
  }
  if (input.timezone !== undefined) check('timezone', () => new Intl.DateTimeFormat('en', { timeZone: input.timezone }))
  if (input.locale !== undefined) check('locale', () => new Intl.Locale(input.locale ?? ''))
}
