import { setImmediate } from 'node:timers/promises'
import type { Db, Streaming, Tx } from '../../storage/db.ts'
import { schemaVersion } from '../../storage/migrate.ts'
import { listAccounts } from '../../storage/queries/accounts.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { findInstallation, lockInstallation, replaceInstallationKeys } from '../../storage/queries/installation.ts'
import { setSearchPosition } from '../../storage/queries/messages/search.ts'
import { ACCOUNT_TABLES } from '../../storage/queries/transfer/account-tables.ts'
import { findHighestId, findTakenId, raiseNextId, streamAccountRows } from '../../storage/queries/transfer/transfer-rows.ts'
import type { Core } from '../context.ts'
import { type End, type Head, LineDigest, type Progress, TransferError, writeRow } from './format.ts'
import { importFiles } from './import-files.ts'
import { importRows } from './import-rows.ts'
import { checkExport, type ExportSource, isSame, readHead, readParts } from './read-export.ts'

export type Imported = { account: Head['account']; rows: number; files: number }

/**
 * Takes an exported account in with its ids, positions, tokens and everything else, in one transaction, and compares what the store then holds with the digests of the export. The files come
 * first, noted as loose: after an import that was broken off nothing is there but those, and the housekeeping removes them, or the next try uses them. A store without
 * accounts takes over the keys of the installation the account comes from, so that every id and address stays what it was; one that has accounts must have the same keys.
 * Throws a `TransferError`.
 */
export async function importAccount(core: Core, source: ExportSource, progress: Progress = () => {}): Promise<Imported> {
  const head = await readHead(source, schemaVersion())
  await checkPlace(core.store, head)
  const end = await checkExport(source)
  const missing = await importFiles(core, source, head, progress)
  const rows = Object.values(end.tables).reduce((sum, table) => sum + table.count, 0)
  await core.store.tx(async (tx) => {
    await lockInstallation(tx)
    await checkPlace(tx, head)
    await takeKeys(tx, head)
    let done = 0
    for await (const part of readParts(source)) {
      if (!('rows' in part)) continue
      await importRows(tx, head.account.id, part, missing)
      done += part.rows.length
      progress({ what: 'rows', done, total: rows })
      await setImmediate()
    }
    await checkIds(tx, head)
    await raiseNextId(tx, head.nextId)
    await setSearchPosition(tx, head.account.id, await getPosition(tx, head.account.id))
    await compare(tx, head.account.id, end)
  })
  return { account: head.account, rows, files: end.files.count }
}

async function checkPlace(db: Db, { account, installation }: Head): Promise<void> {
  const accounts = await listAccounts(db)
  if (accounts.some((one) => one.id === account.id)) throw new TransferError(`The account ${account.id} is in this store already.`)
  const own = await findInstallation(db)
  if (accounts.length > 0 && own?.idKey !== installation.idKey) {
    throw new TransferError(
      'This store has accounts, and its ids are made with other keys than those of the account. Import it into a store without accounts (PARLEY_DEMO=never), or into one that took over the same keys.',
    )
  }
}

async function takeKeys(tx: Tx, { installation }: Head): Promise<void> {
  if ((await listAccounts(tx, { after: 0, limit: 1 })).length === 0) await replaceInstallationKeys(tx, installation)
}

/** An id stands for one thing in all of the installation. */
async function checkIds(tx: Tx, { account, nextId }: Head): Promise<void> {
  if ((await findHighestId(tx, account.id)) >= nextId) throw new TransferError('It has ids that it says it has not come to.')
  for (const { id, name } of await listAccounts(tx)) {
    const taken = id === account.id ? undefined : await findTakenId(tx, account.id, id)
    if (taken) throw new TransferError(`The id ${taken.id} (${taken.table}) is taken here by the account ${JSON.stringify(name)}.`)
  }
}

async function compare(db: Db & Streaming, accountId: number, end: End): Promise<void> {
  for (const table of ACCOUNT_TABLES) {
    const digest = new LineDigest()
    for await (const rows of streamAccountRows(db, accountId, table)) for (const row of rows) digest.add(writeRow(row))
    if (!isSame(end.tables[table.name], digest.sum()))
      throw new TransferError(`The table ${table.name} came out differently; nothing was imported.`)
  }
}
