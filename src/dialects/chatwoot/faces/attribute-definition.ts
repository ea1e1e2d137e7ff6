import { Type } from 'typebox'
import {
  ATTRIBUTE_ENTITIES,
  ATTRIBUTE_KINDS,
  type AttributeDefinition,
  type AttributeEntity,
  type AttributeKind,
} from '../../../model/attribute-definition.ts'
import { toIso } from './times.ts'

/** Words in answers; words, their numbers, or the numbers as text in requests. */
const MODELS = ATTRIBUTE_ENTITIES.map((entity) => `${entity}_attribute`)
export const Model = Type.Enum(MODELS)
export const DisplayType = Type.Enum([...ATTRIBUTE_KINDS])
export const ModelInput = numbered(MODELS)
export const DisplayTypeInput = numbered(ATTRIBUTE_KINDS)

const Nullable = Type.Union([Type.String(), Type.Null()])

export const WireAttributeDefinition = Type.Object({
  id: Type.Integer(),
  attribute_display_name: Type.String(),
  attribute_display_type: DisplayType,
  attribute_description: Nullable,
  attribute_key: Type.String(),
  regex_pattern: Nullable,
  regex_cue: Nullable,
  attribute_values: Type.Array(Type.String()),
  attribute_model: Model,
  default_value: Type.Null(),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
})

export function toWireAttributeDefinition(definition: AttributeDefinition) {
  return {
    id: definition.id,
    attribute_display_name: definition.name,
    attribute_display_type: definition.kind,
    attribute_description: definition.description,
    attribute_key: definition.key,
    regex_pattern: definition.pattern,
    regex_cue: definition.patternHint,
    attribute_values: definition.choices,
    attribute_model: `${definition.entity}_attribute`,
    default_value: null,
    created_at: toIso(definition.createdAt),
    updated_at: toIso(definition.updatedAt),
  }
}

export function toEntity(input: string | number): AttributeEntity {
  return ATTRIBUTE_ENTITIES[place(MODELS, input)] as AttributeEntity
}

export function toKind(input: string | number): AttributeKind {
  return ATTRIBUTE_KINDS[place(ATTRIBUTE_KINDS, input)] as AttributeKind
}

function numbered(words: readonly string[]) {
  const numbers = words.map((_word, index) => index)
  return Type.Enum([...words, ...numbers, ...numbers.map(String)] as (string | number)[])
}

function place(words: readonly string[], input: string | number): number {
  const at = words.indexOf(String(input))
  return at >= 0 ? at : Number(input)
}
