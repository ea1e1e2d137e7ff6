import type { Application } from '../../../model/author.ts'
import type { Db, Tx } from '../../db.ts'

type Row = { id: number; name: string; created_at: number }

export async function insertApplication(tx: Tx, application: Application): Promise<void> {
  await tx.run('insert into applications (id, name, created_at) values ($1, $2, $3)', [
    application.id,
    application.name,
    application.createdAt,
  ])
}

export async function findApplications(db: Db, ids: readonly number[]): Promise<Application[]> {
  const rows = await db.all<Row>('select id, name, created_at from applications where id = any($1)', [ids])
  return rows.map(toApplication)
}

export async function listApplications(db: Db): Promise<Application[]> {
  return (await db.all<Row>('select id, name, created_at from applications order by id')).map(toApplication)
}

function toApplication(row: Row): Application {
  return { kind: 'application', id: row.id, name: row.name, createdAt: row.created_at }
}
