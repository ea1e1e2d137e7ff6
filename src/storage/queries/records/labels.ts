import type { Label } from '../../../model/label.ts'
import type { Db } from '../../db.ts'
import { accountRecords } from './account-records.ts'

type Row = {
  account_id: number
  id: number
  title: string
  description: string | null
  color: string
  on_sidebar: number
  created_at: number
  updated_at: number
}

export const labels = accountRecords<Label, Row>(
  {
    name: 'labels',
    columns: {
      account_id: 'bigint',
      id: 'bigint',
      title: 'text',
      description: 'text',
      color: 'text',
      on_sidebar: 'smallint',
      created_at: 'bigint',
      updated_at: 'bigint',
    },
  },
  (l) => [l.accountId, l.id, l.title, l.description, l.color, l.onSidebar ? 1 : 0, l.createdAt, l.updatedAt],
  (row) => ({
    id: row.id,
    accountId: row.account_id,
    title: row.title,
    description: row.description,
    color: row.color,
    onSidebar: row.on_sidebar === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }),
)

/** Those of the titles that are labels of the account. */
export function findLabelsByTitle(db: Db, accountId: number, titles: readonly string[]): Promise<Label[]> {
  return labels.list(db, accountId, 'and title = any($2)', [titles])
}

export function listLabels(db: Db, accountId: number): Promise<Label[]> {
  return labels.list(db, accountId, 'order by title')
}
