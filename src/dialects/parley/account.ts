import { type Static, Type } from 'typebox'
import type { Account } from '../../model/account.ts'
import { AppError } from '../../model/errors.ts'
import { Attributes, Id, Text, Time, toWireTime } from './wire.ts'

export const WireAccount = Type.Object({
  id: Id,
  name: Type.String(),
  timezone: Type.String({ description: 'IANA time zone' }),
  locale: Type.String({ description: 'BCP 47 language tag' }),
  supportMemberIds: Type.Array(Id, { description: 'Members who may open support tickets' }),
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
    custom: account.settings.custom ?? {},
    createdAt: toWireTime(account.createdAt),
    updatedAt: toWireTime(account.updatedAt),
  }
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
