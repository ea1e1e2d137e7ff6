import { type Db, forUpdate, type Tx } from '../db.ts'

/** The keys of this installation, in hex: `idKey` (16 bytes) checks public ids, `signingKey` (32 bytes) signs file addresses. */
export type Installation = { idKey: string; signingKey: string }

export async function findInstallation(db: Db): Promise<Installation | undefined> {
  const row = await db.one<{ id_key: string; signing_key: string }>('select id_key, signing_key from installation where one = 1')
  return row && { idKey: row.id_key, signingKey: row.signing_key }
}

/** Keeps the keys that are there already, so that two processes that start at once end up with the same ones. */
export async function insertInstallation(tx: Tx, installation: Installation, at: number): Promise<void> {
  await tx.run('insert into installation (one, id_key, signing_key, created_at) values (1, $1, $2, $3) on conflict (one) do nothing', [
    installation.idKey,
    installation.signingKey,
    at,
  ])
}

/** Gives the installation other keys: ids and addresses given out with the old ones are worth nothing any more. */
export async function replaceInstallationKeys(tx: Tx, { idKey, signingKey }: Installation): Promise<void> {
  await tx.run('update installation set id_key = $1, signing_key = $2 where one = 1', [idKey, signingKey])
}

/** Makes whoever else wants to change the installation as a whole (seeding) wait until this transaction ends. */
export async function lockInstallation(tx: Tx): Promise<void> {
  await tx.one(`select one from installation where one = 1${forUpdate(tx)}`)
}

/** The bytes of everything that the store keeps of all accounts, indexes included; files lie elsewhere. */
export async function measureStore(db: Db): Promise<number> {
  const sql =
    db.engine === 'sqlite'
      ? 'select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()'
      : 'select pg_database_size(current_database()) as bytes'
  return (await db.one<{ bytes: number }>(sql))?.bytes ?? 0
}
