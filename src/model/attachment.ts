/** A file of a message. The bytes lie in the blob store under `blobKey`; `digest` is their SHA-256 in hex. */
export type Attachment = {
  id: number
  messageId: number
  name: string
  mediaType: string
  sizeBytes: number
  digest: string
  blobKey: string
}

/** A file that lies in the blob store already and is about to be named by a message. */
export type NewAttachment = Omit<Attachment, 'id' | 'messageId'>
