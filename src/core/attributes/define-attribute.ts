import type { AttributeDefinition } from '../../model/attribute-definition.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { attributeDefinitions, findAttributeDefinition } from '../../storage/queries/records/attribute-definitions.ts'
import type { Ctx } from '../context.ts'
import { createRecord, deleteRecord, type RecordFields, type RecordKind, updateRecord } from '../records/write-record.ts'

export type DefineAttribute = Pick<AttributeDefinition, 'entity' | 'key' | 'name' | 'kind'> & Partial<RecordFields<AttributeDefinition>>

const ATTRIBUTES: RecordKind<AttributeDefinition> = {
  noun: 'attribute_definition',
  missing: 'attribute_not_found',
  queries: attributeDefinitions,
  fields: ['entity', 'key', 'name', 'kind', 'description', 'choices', 'pattern', 'patternHint'],
  async check({ accountId }, tx, { id, entity, key }) {
    const other = await findAttributeDefinition(tx, accountId, entity, key)
    if (other && other.id !== id) throw new AppError('attribute_key_taken', { field: 'attribute_key' })
  },
}

/** Says what a custom attribute is called and holds; values that are there already stay as they are. Refuses with `attribute_key_taken`. */
export function defineAttribute(ctx: Ctx, tx: Tx, input: DefineAttribute): Promise<AttributeDefinition> {
  const { description = null, choices = [], pattern = null, patternHint = null } = input
  return createRecord(ATTRIBUTES, ctx, tx, { ...input, description, choices, pattern, patternHint })
}

/** Only what is given changes. Refuses with `attribute_not_found`, `attribute_key_taken`. */
export function updateAttribute(
  ctx: Ctx,
  tx: Tx,
  id: number,
  change: Partial<RecordFields<AttributeDefinition>>,
): Promise<AttributeDefinition> {
  return updateRecord(ATTRIBUTES, ctx, tx, id, change)
}

/** The values stay where they are; filters by them are no more. Refuses with `attribute_not_found`. */
export function deleteAttribute(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  return deleteRecord(ATTRIBUTES, ctx, tx, id)
}
