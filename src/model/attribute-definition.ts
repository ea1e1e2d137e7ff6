export const ATTRIBUTE_ENTITIES = ['conversation', 'contact'] as const
export type AttributeEntity = (typeof ATTRIBUTE_ENTITIES)[number]

export const ATTRIBUTE_KINDS = ['text', 'number', 'currency', 'percent', 'link', 'date', 'list', 'checkbox'] as const
export type AttributeKind = (typeof ATTRIBUTE_KINDS)[number]

/** What a custom attribute of conversations or contacts is called and holds. The key is unique among those of its entity. */
export type AttributeDefinition = {
  id: number
  accountId: number
  entity: AttributeEntity
  /** Under which `attributes` hold the value. */
  key: string
  name: string
  kind: AttributeKind
  description: string | null
  /** What a `list` offers. */
  choices: string[]
  /** A regular expression for texts, and what to say to whoever misses it. */
  pattern: string | null
  patternHint: string | null
  createdAt: number
  updatedAt: number
}
