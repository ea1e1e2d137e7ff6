import type { Db, Streaming } from '../../db.ts'

/** The keys of all bytes that an account's files name, in the order of the files. */
export async function* listBlobKeys(db: Db & Streaming, accountId: number): AsyncGenerator<string[], void> {
  const rows = db.stream<[key: string, thumbnail: string | null]>(
    'select blob_key, thumbnail_key from attachments where account_id = $1 order by account_id, message_id, id',
    [accountId],
  )
  for await (const page of rows) yield page.flatMap(([key, thumbnail]) => (thumbnail === null ? [key] : [key, thumbnail]))
}
