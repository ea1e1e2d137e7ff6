/** A file of a message. The bytes lie in the blob store under `blobKey`; `digest` is their SHA-256 in hex. */
export type Attachment = {
  id: number
  messageId: number
  name: string
  /** What the bytes are, as far as they say it themselves; `text/plain` or `application/octet-stream` rather than a claim that may do harm. */
  mediaType: string
  sizeBytes: number
  digest: string
  blobKey: string
  /** Of a picture, in pixels, as it is to be shown. */
  width: number | null
  height: number | null
  /** A small WebP of a picture; null also where the picture itself is small. */
  thumbnail: Thumbnail | null
  /** When it was stored; null for files from before that was kept. */
  createdAt: number | null
}

export type Thumbnail = { blobKey: string; sizeBytes: number }

/** A file that lies in the blob store already and is about to be named by a message. */
export type NewAttachment = Omit<Attachment, 'id' | 'messageId'>

/** Every blob a file consists of. */
export function blobKeysOf(file: NewAttachment): string[] {
  return file.thumbnail ? [file.blobKey, file.thumbnail.blobKey] : [file.blobKey]
}
