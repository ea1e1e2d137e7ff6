import type { NewAttachment } from '../../model/attachment.ts'
import { AppError } from '../../model/errors.ts'
import type { Core } from '../context.ts'

/** A file as somebody hands it over: the name and media type are claims. */
export type FileInput = { name: string; mediaType: string; bytes: Buffer | AsyncIterable<Buffer> }

/** No stored name is longer, in characters (code points). */
export const MAX_NAME_LENGTH = 200

/** An ending that is kept when a name is cut: a dot and up to ten letters or digits, twice for `.tar.gz`. */
const ENDING = /(?:\.[\p{L}\p{N}]{1,10}){1,2}$/u
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
/** A type and a subtype, each a token of at most 127 characters; parameters may follow and are dropped. */
const MEDIA_TYPE = /^([a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126})\s*(?:;|$)/

/**
 * Puts a file's bytes into the blob store, durably, ready to be named by a message. Refuses with `attachment_invalid` when the media type is none.
 * Bytes that no message comes to name stay behind; `withAttachments` removes them.
 */
export async function storeAttachment(core: Core, file: FileInput): Promise<NewAttachment> {
  const mediaType = normaliseMediaType(file.mediaType)
  if (mediaType === undefined) throw new AppError('attachment_invalid', { message: 'The media type of an attachment is not valid.' })
  const { key, sizeBytes, digest } = await core.blobs.put(file.bytes)
  return { name: cleanFileName(file.name), mediaType, sizeBytes, digest, blobKey: key }
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

/** `type/subtype` in lower case without parameters, or undefined. */
export function normaliseMediaType(text: string): string | undefined {
  return MEDIA_TYPE.exec(text.trim().toLowerCase())?.[1]
}
