import type { Readable } from 'node:stream'
import { AppError } from '../../model/errors.ts'
import type { Db, Streaming } from '../../storage/db.ts'
import { schemaVersion } from '../../storage/migrate.ts'
import { findAccount } from '../../storage/queries/accounts.ts'
import { findInstallation } from '../../storage/queries/installation.ts'
import { ACCOUNT_TABLES, type AccountTable } from '../../storage/queries/transfer/account-tables.ts'
import { listBlobKeys } from '../../storage/queries/transfer/blob-keys.ts'
import { countAccountRows, readColumns, readNextId, streamAccountRows } from '../../storage/queries/transfer/transfer-rows.ts'
import type { Core } from '../context.ts'
import { type End, type FileLine, FORMAT, type Head, LineDigest, type Progress, type Sum, writeRow } from './format.ts'

/** Where an export goes. */
export type ExportTarget = {
  /** One line, without its end. */
  write(line: string): Promise<void>
  /** The bytes of one file; says how many came and their SHA-256. */
  putFile(key: string, bytes: Readable): Promise<{ sizeBytes: number; digest: string }>
}

/** What an export holds. `missing` files were deleted while it was made, with their messages. */
export type Exported = { account: Head['account']; rows: number; files: number; missing: number }

/**
 * Writes one account as it is at this moment, with its files, while everybody goes on. A few hundred rows are in memory at a time. Refuses with `account_not_found`.
 */
export async function exportAccount(core: Core, accountId: number, target: ExportTarget, progress: Progress = () => {}): Promise<Exported> {
  return core.store.snapshot(async (db) => {
    const head = await readHead(db, accountId)
    const total = Object.values(head.rows).reduce((sum, count) => sum + count, 0)
    await target.write(JSON.stringify(head))
    const tables: Record<string, Sum> = {}
    let done = 0
    for (const table of ACCOUNT_TABLES) {
      tables[table.name] = await writeTable(db, accountId, table, target, (count) => {
        done += count
        progress({ what: 'rows', done, total })
      })
    }
    const { files, missing } = await writeFiles(core, db, accountId, target, (count) =>
      progress({ what: 'files', done: count, total: head.files }),
    )
    await target.write(JSON.stringify({ end: true, tables, files } satisfies End))
    return { account: head.account, rows: total, files: files.count, missing }
  })
}

async function readHead(db: Db & Streaming, accountId: number): Promise<Head> {
  const account = await findAccount(db, accountId)
  const installation = await findInstallation(db)
  if (!account || !installation) throw new AppError('account_not_found')
  const rows: Record<string, number> = {}
  for (const table of ACCOUNT_TABLES) rows[table.name] = await countAccountRows(db, accountId, table)
  let files = 0
  for await (const keys of listBlobKeys(db, accountId)) files += keys.length
  const nextId = await readNextId(db)
  return {
    parley: 'account',
    format: FORMAT,
    schema: schemaVersion(),
    account: { id: account.id, name: account.name },
    nextId,
    installation,
    rows,
    files,
  }
}

async function writeTable(
  db: Db & Streaming,
  accountId: number,
  table: AccountTable,
  target: ExportTarget,
  wrote: (count: number) => void,
): Promise<Sum> {
  await target.write(JSON.stringify({ table: table.name, columns: Object.keys(await readColumns(db, table.name)) }))
  const digest = new LineDigest()
  for await (const rows of streamAccountRows(db, accountId, table)) {
    for (const row of rows) {
      const line = writeRow(row)
      digest.add(line)
      await target.write(line)
    }
    wrote(rows.length)
  }
  return digest.sum()
}

async function writeFiles(core: Core, db: Db & Streaming, accountId: number, target: ExportTarget, wrote: (done: number) => void) {
  const digest = new LineDigest()
  let [done, missing] = [0, 0]
  for await (const keys of listBlobKeys(db, accountId)) {
    for (const key of keys) {
      const bytes = await core.blobs.open(key)
      if (!bytes) missing += 1
      const put = bytes ? await target.putFile(key, bytes) : { sizeBytes: null, digest: null }
      const line = JSON.stringify({ file: key, ...put } satisfies FileLine)
      digest.add(line)
      await target.write(line)
      done += 1
      wrote(done)
    }
  }
  return { files: digest.sum(), missing }
}
