import { Type } from 'typebox'
import { AppError } from '../../../model/errors.ts'
import type { AllowanceSize, createAllowances } from '../../allowances.ts'
import { Email, Text } from '../wire.ts'

export type Spend = ReturnType<typeof createAllowances>

export const WidgetParams = Type.Object({
  channelIdentifier: Type.String({ description: 'The public name of a channel of the kind `web_widget`' }),
})
/** What visitors say about themselves. */
export const ProfileFields = {
  name: Type.Optional(Text(255)),
  email: Type.Optional(Email),
  phone: Type.Optional(Text(64)),
}

/** Counts what somebody does that nobody else is counted for. Refuses with `rate_limited`. */
export function charge(spend: Spend, limit: AllowanceSize, key: string): void {
  const retryAfterSeconds = spend(limit, key)
  if (retryAfterSeconds !== undefined) throw new AppError('rate_limited', { retryAfterSeconds })
}
