import type { JsonObject } from './json.ts'
import type { Retention } from './retention.ts'

/** The tenant: a Chatwoot account, an OnDi tenant, a TidySupport workspace, a Mews enterprise. */
export type Account = {
  id: number
  name: string
  status: 'active' | 'suspended'
  /** IANA time zone, e.g. `Europe/Berlin`. */
  timezone: string
  /** BCP 47 language tag, e.g. `en`. */
  locale: string
  settings: AccountSettings
  createdAt: number
  updatedAt: number
}

export type AccountSettings = {
  /** Members who may open support-ticket conversations (ondi sheet 3). */
  supportMemberIds?: number[]
  /** Where the account departs from the installation's retention. */
  retention?: Partial<Retention>
  /** The members' own extra facts, kept as given. */
  custom?: JsonObject
}
