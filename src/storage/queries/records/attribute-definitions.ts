import type { AttributeDefinition, AttributeEntity, AttributeKind } from '../../../model/attribute-definition.ts'
import type { Db } from '../../db.ts'
import { accountRecords } from './account-records.ts'

type Row = {
  account_id: number
  id: number
  entity: AttributeEntity
  attribute_key: string
  name: string
  kind: AttributeKind
  description: string | null
  choices: string
  pattern: string | null
  pattern_hint: string | null
  created_at: number
  updated_at: number
}

export const attributeDefinitions = accountRecords<AttributeDefinition, Row>(
  {
    name: 'attribute_definitions',
    columns: {
      account_id: 'bigint',
      id: 'bigint',
      entity: 'text',
      attribute_key: 'text',
      name: 'text',
      kind: 'text',
      description: 'text',
      choices: 'text',
      pattern: 'text',
      pattern_hint: 'text',
      created_at: 'bigint',
      updated_at: 'bigint',
    },
  },
  (d) => [
    d.accountId,
    d.id,
    d.entity,
    d.key,
    d.name,
    d.kind,
    d.description,
    JSON.stringify(d.choices),
    d.pattern,
    d.patternHint,
    d.createdAt,
    d.updatedAt,
  ],
  (row) => ({
    id: row.id,
    accountId: row.account_id,
    entity: row.entity,
    key: row.attribute_key,
    name: row.name,
    kind: row.kind,
    description: row.description,
    choices: JSON.parse(row.choices) as string[],
    pattern: row.pattern,
    patternHint: row.pattern_hint,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }),
)

/** What the account has defined, in the order in which it did; for conversations or contacts alone where that is asked. */
export function listAttributeDefinitions(db: Db, accountId: number, entity?: AttributeEntity): Promise<AttributeDefinition[]> {
  if (entity === undefined) return attributeDefinitions.list(db, accountId, 'order by id')
  return attributeDefinitions.list(db, accountId, 'and entity = $2 order by id', [entity])
}

export async function findAttributeDefinition(
  db: Db,
  accountId: number,
  entity: AttributeEntity,
  key: string,
): Promise<AttributeDefinition | undefined> {
  return (await attributeDefinitions.list(db, accountId, 'and entity = $2 and attribute_key = $3', [entity, key]))[0]
}
