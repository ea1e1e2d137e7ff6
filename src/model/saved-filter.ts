import type { JsonObject } from './json.ts'

export const FILTER_ENTITIES = ['conversation', 'contact', 'report'] as const
export type FilterEntity = (typeof FILTER_ENTITIES)[number]

/** A query that a member has kept for themselves; nobody else is shown it. */
export type SavedFilter = {
  id: number
  accountId: number
  memberId: number
  entity: FilterEntity
  name: string
  query: JsonObject
  createdAt: number
  updatedAt: number
}
