import { makeBlobKey, type Received } from '../../blobs/blobs.ts'
import type { NewAttachment, Thumbnail } from '../../model/attachment.ts'
import { AppError } from '../../model/errors.ts'
import type { Core } from '../context.ts'
import { normaliseMediaType, readMediaType } from './media-type.ts'
import { readPicture } from './picture.ts'

/** A file as somebody hands it over: the name and media type are claims. */
export type FileInput = { name: string; mediaType: string; bytes: Buffer | AsyncIterable<Buffer> }

/** No stored name is longer, in characters (code points). */
export const MAX_NAME_LENGTH = 200

/** An ending that is kept when a name is cut: a dot and up to ten letters or digits, twice for `.tar.gz`. */
const ENDING = /(?:\.[\p{L}\p{N}]{1,10}){1,2}$/u
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * Takes a file in, finds out what it is, and puts its bytes and those of its thumbnail into the blob store, durably, ready to be named by a message. Refuses
 * with `attachment_invalid` when the claimed media type is none.
 */
export async function storeAttachment(core: Core, file: FileInput): Promise<NewAttachment> {
  const claim = normaliseMediaType(file.mediaType)
  if (claim === undefined) throw new AppError('attachment_invalid', { message: 'The media type of an attachment is not valid.' })
  const received = await core.blobs.receive(file.bytes)
  try {
    const mediaType = await readMediaType(received.path, claim)
    const picture = await readPicture(received.path, mediaType)
    const blobKey = await putBlob(core, received)
    return {
      name: cleanFileName(file.name),
      mediaType,
      sizeBytes: received.sizeBytes,
      digest: received.digest,
      blobKey,
      width: picture?.width ?? null,
      height: picture?.height ?? null,
      thumbnail: picture?.thumbnail ? await putThumbnail(core, picture.thumbnail) : null,
      createdAt: core.now(),
    }
  } finally {
    await core.blobs.discard(received)
  }
}

async function putThumbnail(core: Core, bytes: Buffer): Promise<Thumbnail> {
  return { blobKey: await putBlob(core, await core.blobs.receive(bytes)), sizeBytes: bytes.length }
}

async function putBlob(core: Core, received: Received): Promise<string> {
  const key = makeBlobKey()
  await core.blobs.put(key, received)
  return key
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
