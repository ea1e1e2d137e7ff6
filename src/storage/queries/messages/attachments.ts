import type { Attachment } from '../../../model/attachment.ts'
import type { Db, Table, Tx } from '../../db.ts'

const table: Table = {
  name: 'attachments',
  columns: {
    account_id: 'bigint',
    message_id: 'bigint',
    id: 'bigint',
    name: 'text',
    media_type: 'text',
    size_bytes: 'bigint',
    digest: 'text',
    blob_key: 'text',
    width: 'bigint',
    height: 'bigint',
    thumbnail_key: 'text',
    thumbnail_bytes: 'bigint',
    created_at: 'bigint',
  },
}

type Row = {
  message_id: number
  id: number
  name: string
  media_type: string
  size_bytes: number
  digest: string
  blob_key: string
  width: number | null
  height: number | null
  thumbnail_key: string | null
  thumbnail_bytes: number | null
  created_at: number | null
}

export function insertAttachments(tx: Tx, accountId: number, files: readonly Attachment[]): Promise<void> {
  return tx.insertMany(
    table,
    files.map((file) => [
      accountId,
      file.messageId,
      file.id,
      file.name,
      file.mediaType,
      file.sizeBytes,
      file.digest,
      file.blobKey,
      file.width,
      file.height,
      file.thumbnail?.blobKey ?? null,
      file.thumbnail?.sizeBytes ?? null,
      file.createdAt,
    ]),
  )
}

export async function listAttachmentsOf(db: Db, accountId: number, messageIds: readonly number[]): Promise<Attachment[]> {
  const rows = await db.all<Row>(
    `select message_id, id, name, media_type, size_bytes, digest, blob_key, width, height, thumbnail_key, thumbnail_bytes, created_at
     from attachments where account_id = $1 and message_id = any($2) order by message_id, id`,
    [accountId, messageIds],
  )
  return rows.map(toAttachment)
}

export async function deleteAttachmentsOf(tx: Tx, accountId: number, messageIds: readonly number[]): Promise<void> {
  await tx.run('delete from attachments where account_id = $1 and message_id = any($2)', [accountId, messageIds])
}

function toAttachment(row: Row): Attachment {
  return {
    id: row.id,
    messageId: row.message_id,
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    digest: row.digest,
    blobKey: row.blob_key,
    width: row.width,
    height: row.height,
    thumbnail: row.thumbnail_key === null ? null : { blobKey: row.thumbnail_key, sizeBytes: row.thumbnail_bytes ?? 0 },
    createdAt: row.created_at,
  }
}
