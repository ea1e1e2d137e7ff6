import type { FilterEntity, SavedFilter } from '../../../model/saved-filter.ts'
import type { Db, Tx } from '../../db.ts'
import { parseObject } from '../rows.ts'
import { accountRecords } from './account-records.ts'

type Row = {
  account_id: number
  id: number
  member_id: number
  entity: FilterEntity
  name: string
  query: string
  created_at: number
  updated_at: number
}

export const savedFilters = accountRecords<SavedFilter, Row>(
  {
    name: 'saved_filters',
    columns: {
      account_id: 'bigint',
      id: 'bigint',
      member_id: 'bigint',
      entity: 'text',
      name: 'text',
      query: 'text',
      created_at: 'bigint',
      updated_at: 'bigint',
    },
  },
  (f) => [f.accountId, f.id, f.memberId, f.entity, f.name, JSON.stringify(f.query), f.createdAt, f.updatedAt],
  (row) => ({
    id: row.id,
    accountId: row.account_id,
    memberId: row.member_id,
    entity: row.entity,
    name: row.name,
    query: parseObject(row.query),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }),
)

/** A member's own, in the order in which they were saved. */
export function listSavedFilters(db: Db, accountId: number, memberId: number, entity?: FilterEntity): Promise<SavedFilter[]> {
  if (entity === undefined) return savedFilters.list(db, accountId, 'and member_id = $2 order by id', [memberId])
  return savedFilters.list(db, accountId, 'and member_id = $2 and entity = $3 order by id', [memberId, entity])
}

export async function deleteSavedFiltersOf(tx: Tx, accountId: number, memberId: number): Promise<void> {
  await tx.run('delete from saved_filters where account_id = $1 and member_id = $2', [accountId, memberId])
}
