import type { CannedResponse } from '../../../model/canned-response.ts'
import type { Db } from '../../db.ts'
import { escapeLike } from '../rows.ts'
import { accountRecords } from './account-records.ts'

type Row = { account_id: number; id: number; short_code: string; content: string; created_at: number; updated_at: number }

export const cannedResponses = accountRecords<CannedResponse, Row>(
  {
    name: 'canned_responses',
    columns: {
      account_id: 'bigint',
      id: 'bigint',
      short_code: 'text',
      content: 'text',
      created_at: 'bigint',
      updated_at: 'bigint',
    },
  },
  (r) => [r.accountId, r.id, r.shortCode, r.content, r.createdAt, r.updatedAt],
  (row) => ({
    id: row.id,
    accountId: row.account_id,
    shortCode: row.short_code,
    content: row.content,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }),
)

export async function findCannedResponseByCode(db: Db, accountId: number, shortCode: string): Promise<CannedResponse | undefined> {
  return (await cannedResponses.list(db, accountId, 'and short_code = $2', [shortCode]))[0]
}

/** All, or those whose code or text holds some words in any case: codes that begin with them first, then other codes, then texts. */
export function listCannedResponses(db: Db, accountId: number, search?: string): Promise<CannedResponse[]> {
  if (!search) return cannedResponses.list(db, accountId, 'order by short_code')
  const words = escapeLike(search.toLowerCase())
  const rank = `case when lower(short_code) like $2 escape '!' then 0 when lower(short_code) like $3 escape '!' then 1 else 2 end`
  const and = `and (lower(short_code) like $3 escape '!' or lower(content) like $3 escape '!') order by ${rank}, short_code`
  return cannedResponses.list(db, accountId, and, [`${words}%`, `%${words}%`])
}
