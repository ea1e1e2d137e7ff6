import { makeBlobKey, type Received } from '../../blobs/blobs.ts'
import { blobKeysOf, type NewAttachment } from '../../model/attachment.ts'
import { AppError } from '../../model/errors.ts'
import { insertLooseBlobs } from '../../storage/queries/messages/loose-blobs.ts'
import type { Core } from '../context.ts'
import { normaliseMediaType, readMediaType } from './media-type.ts'
import { readPicture } from './picture.ts'
import { removeUnnamed } from './sweep-blobs.ts'

/** A file as somebody hands it over: the name and media type are claims. */
export type FileInput = { name: string; mediaType: string; bytes: Buffer | AsyncIterable<Buffer> }

/** No stored name is longer, in characters (code points). */
export const MAX_NAME_LENGTH = 200

/** An ending that is kept when a name is cut: a dot and up to ten letters or digits, twice for `.tar.gz`. */
const ENDING = /(?:\.[\p{L}\p{N}]{1,10}){1,2}$/u
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * Takes a file in, finds out what it is, and puts its bytes and those of its thumbnail into the blob store, durably, ready to be named by a message of the
 * account. Until one does they are noted as loose. Refuses with `attachment_invalid` when the claimed media type is none.
 */
export async function storeAttachment(core: Core, accountId: number, file: FileInput): Promise<NewAttachment> {
  const claim = normaliseMediaType(file.mediaType)
  if (claim === undefined) throw new AppError('attachment_invalid', { message: 'The media type of an attachment is not valid.' })
  const received = await core.blobs.receive(file.bytes)
  try {
    const mediaType = await readMediaType(received.path, claim)
    const picture = await readPicture(received.path, mediaType)
    const small = picture?.thumbnail ?? null
    const stored: NewAttachment = {
      name: cleanFileName(file.name),
      mediaType,
      sizeBytes: received.sizeBytes,
      digest: received.digest,
      blobKey: makeBlobKey(),
      width: picture?.width ?? null,
      height: picture?.height ?? null,
      thumbnail: small && { blobKey: makeBlobKey(), sizeBytes: small.length },
      createdAt: core.now(),
    }
    await putAll(core, accountId, stored, [received, ...(small ? [await core.blobs.receive(small)] : [])])
    return stored
  } finally {
    await core.blobs.discard(received)
  }
}

/** Stores all of some files, or none of them. */
export async function storeAttachments(core: Core, accountId: number, files: readonly FileInput[]): Promise<NewAttachment[]> {
  const stored: NewAttachment[] = []
  try {
    for (const file of files) stored.push(await storeAttachment(core, accountId, file))
    return stored
  } catch (error) {
    await removeUnnamed(core, accountId, stored.flatMap(blobKeysOf))
    throw error
  }
}

/** The note comes before the bytes, so that a process that ends in between leaves nothing that nobody knows of. */
async function putAll(core: Core, accountId: number, file: NewAttachment, parts: readonly Received[]): Promise<void> {
  const keys = blobKeysOf(file)
  await core.store.tx((tx) => insertLooseBlobs(tx, accountId, keys, core.now()))
  try {
    for (const [index, part] of parts.entries()) await core.blobs.put(keys[index] as string, part)
  } catch (error) {
    for (const part of parts) await core.blobs.discard(part)
    await removeUnnamed(core, accountId, keys)
    throw error
  }
}

/** A file's own name: no folders before it, no control or invisible characters in it, at most 200 characters; `file` when nothing is left. */
export function cleanFileName(name: string): string {
  const last = name.toWellFormed().replace(CONTROLS, '').split(/[\\/]/).at(-1) ?? ''
  const base = last.trim()
  if (/^\.*$/.test(base)) return 'file'
  const characters = Array.from(base)
  if (characters.length <= MAX_NAME_LENGTH) return base
  const ending = ENDING.exec(base)?.[0] ?? ''
  return characters.slice(0, MAX_NAME_LENGTH - Array.from(ending).length).join('') + ending
}
