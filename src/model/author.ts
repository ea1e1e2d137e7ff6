import type { JsonObject } from './json.ts'

/** The four kinds of author. Ids are unique over all kinds, so an id alone names an author. */
export type AuthorKind = 'member' | 'contact' | 'application' | 'system'
export type AuthorRef = { kind: AuthorKind; id: number }

/** The author of what Parley itself writes. */
export const SYSTEM: AuthorRef = { kind: 'system', id: 0 }

export type MemberRole = 'administrator' | 'agent' | 'dispatcher' | 'driver' | 'bot'
export type Availability = 'online' | 'busy' | 'offline'

/** A person (or bot) on the business's side. Times are integer microseconds UTC, here and everywhere. */
export type Member = {
  kind: 'member'
  id: number
  accountId: number
  name: string
  /** What customers see; falls back to `name`. */
  displayName: string | null
  email: string | null
  role: MemberRole
  avatarUrl: string | null
  availability: Availability
  attributes: JsonObject
  settings: MemberSettings
  createdAt: number
  updatedAt: number
}

/** What a member has chosen for themselves, or a bot was made with. */
export type MemberSettings = {
  /** What a member's clients keep about how they look. */
  interface?: JsonObject
  signature?: string | null
  /** What a bot is for, where it is told what happens, and whatever else it was made with. */
  description?: string | null
  outgoingUrl?: string | null
  bot?: JsonObject
}

/** A customer. `identifier` is the business's own id for them, unique per account. */
export type Contact = {
  kind: 'contact'
  id: number
  accountId: number
  name: string | null
  email: string | null
  phone: string | null
  identifier: string | null
  avatarUrl: string | null
  blocked: boolean
  /** Custom attributes, set by the business. */
  attributes: JsonObject
  /** Facts about where the contact came from (city, company, browser…). */
  additional: JsonObject
  labels: string[]
  createdAt: number
  updatedAt: number
  lastActivityAt: number | null
}

/** A third-party program, such as a Mews client. It may hold tokens for several accounts. */
export type Application = { kind: 'application'; id: number; name: string; createdAt: number }

export type System = { kind: 'system'; id: 0; name: string }
export type Author = Member | Contact | Application | System

/** Whether the author stands on the business's side of the conversation. */
export function isTeam(ref: AuthorRef): boolean {
  return ref.kind === 'member' || ref.kind === 'system'
}
