import { isBlobKey } from '../../blobs/blobs.ts'
import type { Scope } from '../../model/token.ts'
import type { Tx, Value } from '../../storage/db.ts'
import { nameLooseBlobs } from '../../storage/queries/messages/loose-blobs.ts'
import { ACCOUNT_TABLES, type AccountTable } from '../../storage/queries/transfer/account-tables.ts'
import { findTwin, readColumns } from '../../storage/queries/transfer/transfer-rows.ts'
import { enterMessages } from '../search/index-messages.ts'
import { TransferError } from './format.ts'
import type { Part } from './read-export.ts'

/** Writes some rows of an export as they are. `missing` are the files whose bytes the export does not have. */
export async function importRows(
  tx: Tx,
  accountId: number,
  part: Extract<Part, { rows: unknown }>,
  missing: ReadonlySet<string>,
): Promise<void> {
  const table = ACCOUNT_TABLES.find((one) => one.name === part.table)
  if (!table) throw new TransferError(`There is no table ${part.table}.`)
  const columns = await readColumns(tx, table.name)
  if (Object.keys(columns).join() !== part.columns.join()) throw new TransferError(`The table ${table.name} has other columns here.`)
  checkRows(part)
  const rows = table.isShared || table.unique ? await leaveTwins(tx, table, columns, part.rows) : part.rows
  await tx.insertMany({ name: table.name, columns }, rows)
  const values = (name: string) => rows.map((row) => row[part.columns.indexOf(name)] ?? null)
  if (table.name === 'messages') await enterMessages(tx, accountId, values('id') as number[])
  if (table.name === 'attachments') await nameBlobs(tx, accountId, [...values('blob_key'), ...values('thumbnail_key')], missing)
}

/** What an account has in its tokens; others are for more than that. */
const SCOPES: readonly unknown[] = ['api', 'refresh', 'client'] satisfies Scope[]

/** Whether a row is another account's is seen in the end: it is not among those that are compared then. */
function checkRows({ table, columns, rows }: Extract<Part, { rows: unknown }>): void {
  const isValue = (value: unknown) => value === null || typeof value === 'string' || Number.isSafeInteger(value)
  if (!rows.every((row) => row.length === columns.length && row.every(isValue)))
    throw new TransferError(`The table ${table} has a row that does not fit.`)
  const scope = columns.indexOf('scope')
  if (table === 'tokens' && !rows.every((row) => SCOPES.includes(row[scope])))
    throw new TransferError('One of the tokens is for more than the account.')
}

/** The rows that are not there yet. Refuses where another one has the key. */
async function leaveTwins(tx: Tx, table: AccountTable, columns: Parameters<typeof findTwin>[2], rows: Value[][]): Promise<Value[][]> {
  const fresh: Value[][] = []
  for (const row of rows) {
    const twin = await findTwin(tx, table, columns, row)
    if (!twin) fresh.push(row)
    else if (!table.isShared || JSON.stringify(twin) !== JSON.stringify(row))
      throw new TransferError(`One of the ${table.name.replaceAll('_', ' ')} is taken here already.`)
  }
  return fresh
}

async function nameBlobs(tx: Tx, accountId: number, keys: readonly Value[], missing: ReadonlySet<string>): Promise<void> {
  const named = keys.filter((key) => key !== null)
  if (!named.every((key) => isBlobKey(String(key)))) throw new TransferError('A file of the export has a name that is none.')
  const wanted = named.map(String).filter((key) => !missing.has(key))
  if ((await nameLooseBlobs(tx, accountId, wanted)) < wanted.length)
    throw new TransferError('Some files of the export were removed meanwhile; try again.')
}
