import type { Json, JsonObject } from '../../../model/json.ts'

/** The keys an item of each rich kind may have (chatwoot sheet 5.3). */
const KEYS: Record<string, readonly string[]> = {
  input_select: ['title', 'value'],
  cards: ['title', 'description', 'media_url', 'actions'],
  form: ['type', 'placeholder', 'label', 'name', 'options', 'default', 'required', 'pattern', 'title', 'pattern_error'],
  article: ['title', 'description', 'link'],
}
const ACTION_KEYS = ['text', 'type', 'payload', 'uri']

/** What is wrong with the items of a rich kind; nothing for a kind without items. */
export function findItemsProblem(contentType: string, attributes: JsonObject): string | undefined {
  const allowed = KEYS[contentType]
  if (!allowed) return undefined
  const { items } = attributes
  if (!Array.isArray(items) || items.length === 0) return 'Content attributes must have at least one item'
  if (!items.every(isObject)) return 'Content attributes items must be objects'
  const unknown = listUnknownKeys(items, allowed)
  if (unknown.length > 0) return `Content attributes items have unknown keys: ${unknown.join(', ')}`
  return contentType === 'cards' ? findActionsProblem(items) : undefined
}

function findActionsProblem(cards: readonly JsonObject[]): string | undefined {
  const lists = cards.map((card) => card.actions)
  if (!lists.every((list) => Array.isArray(list) && list.length > 0)) return 'Content attributes items must each have actions'
  const actions = lists.flat()
  if (!actions.every(isObject)) return 'Content attributes actions must be objects'
  const unknown = listUnknownKeys(actions, ACTION_KEYS)
  return unknown.length > 0 ? `Content attributes actions have unknown keys: ${unknown.join(', ')}` : undefined
}

function listUnknownKeys(objects: readonly JsonObject[], allowed: readonly string[]): string[] {
  return [...new Set(objects.flatMap((one) => Object.keys(one)))].filter((key) => !allowed.includes(key))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
