import { open } from 'node:fs/promises'

/** A type and a subtype, each a token of at most 127 characters; parameters may follow and are dropped. */
const MEDIA_TYPE = /^([a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126})\s*(?:;|$)/

export const UNKNOWN_TYPE = 'application/octet-stream'
/** What a program that shows files might run: documents with scripts, scripts, and what is made of such parts. */
const ACTIVE = /^(?:text\/(?:html|xml|xsl|.*script)|application\/(?:xml|.*script|hta)|image\/svg|multipart\/.*|.*\+xml)$/

/** Claims that are more exact than the bytes: what is recognised is only what such a file is packed in. */
const PACKED: Record<string, RegExp> = {
  'application/zip': /^application\/(?:vnd\..+|epub\+zip|java-archive)$/,
  'application/x-cfb': /^application\/(?:msword|vnd\..+)$/,
  'video/mp4': /^audio\/(?:mp4|m4a|x-m4a)$/,
  'video/webm': /^audio\/webm$/,
  'video/3gpp': /^audio\/3gpp$/,
  'audio/ogg': /^(?:audio\/opus|video\/ogg)$/,
  'application/ogg': /^(?:audio|video)\/(?:ogg|opus)$/,
}

/** What is recognised in text. Anything else that is, such as a bitmap in "BMW" or music in "MAC addresses", was two or three letters. */
const WRITTEN = /^(?:text\/.+|application\/(?:pdf|rtf|postscript|eps|pgp-encrypted)|model\/stl)$/

/** Names of the library that browsers and vendors write otherwise. */
const USUAL: Record<string, string> = { 'image/apng': 'image/png' }

/** Nobody needs longer to say what a file is; a file made to be hard to read stays unknown. */
const RECOGNISE_MS = 5_000
const HEAD_BYTES = 64 * 1024

/** Whether what is of this type might be run as a program by whoever shows it. */
export function isActive(mediaType: string): boolean {
  return ACTIVE.test(mediaType)
}

/** `type/subtype` in lower case without parameters, or undefined. */
export function normaliseMediaType(text: string): string | undefined {
  return MEDIA_TYPE.exec(text.trim().toLowerCase())?.[1]
}

/**
 * The media type to keep for a file that was sent with a claim of one. What the bytes show wins. A claim that they would have to bear out and do not, and
 * one of a type that could run as a program, give way to `text/plain` or `application/octet-stream`; any other stands.
 */
export async function readMediaType(path: string, claim: string): Promise<string> {
  const { fileTypeFromFile, supportedMimeTypes } = await import('file-type')
  const found = await fileTypeFromFile(path, { signal: AbortSignal.timeout(RECOGNISE_MS) }).catch(() => undefined)
  const isText = await looksLikeText(path)
  const seen = found && normaliseMediaType(found.mime)
  if (seen !== undefined && !isActive(seen) && (!isText || WRITTEN.test(seen)))
    return PACKED[seen]?.test(claim) && !isActive(claim) ? claim : (USUAL[seen] ?? seen)
  // Text has no signature that would have to be there, whatever the library recognises some of it by.
  const isContradicted = claim.startsWith('text/') ? !isText : supportedMimeTypes.has(claim)
  if (isActive(claim) || isContradicted) return isText ? 'text/plain' : UNKNOWN_TYPE
  return claim
}

/** As the MIME Sniffing Standard tells text from data: by a byte order mark, or by the absence of bytes that no text holds. */
async function looksLikeText(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const head = buffer.subarray(0, bytesRead)
    if (bytesRead >= 2 && ['feff', 'fffe'].includes(head.toString('hex', 0, 2))) return true
    return !head.some((byte) => byte <= 0x08 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f))
  } finally {
    await file.close()
  }
}
