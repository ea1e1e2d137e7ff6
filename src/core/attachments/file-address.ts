import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse } from 'node:path'
import type { Attachment } from '../../model/attachment.ts'
import { listAttachmentsOf } from '../../storage/queries/messages/attachments.ts'
import type { Core, Ctx } from '../context.ts'

const DAY = 86_400_000_000
/** Account, message and attachment in seven bytes each, the day of expiry in three, of which the highest bit says that the thumbnail is meant. */
const CLAIM_BYTES = 24
/** HMAC-SHA256 cut to 192 bits, so that a token is 64 base64url characters without padding. */
const MAC_BYTES = 24
const TOKEN = /^[A-Za-z0-9_-]{64}$/
const THUMBNAIL = 2 ** 23

type Signer = Pick<Ctx, 'core' | 'accountId' | 'origin'>

/**
 * The absolute address at which an attachment of the caller's account can be fetched without credentials. It cannot be guessed and ends with the next
 * full day (UTC), so it is good for 24 to 48 hours and equal however often a list is read on one day.
 */
export function fileAddress(ctx: Signer, attachment: Attachment): string {
  return address(ctx, attachment, 0, attachment.name)
}

/** The same for its thumbnail; null where it has none of its own. */
export function thumbnailAddress(ctx: Signer, attachment: Attachment): string | null {
  return attachment.thumbnail && address(ctx, attachment, THUMBNAIL, 'thumbnail.webp')
}

function address(ctx: Signer, attachment: Attachment, part: 0 | typeof THUMBNAIL, name: string): string {
  const day = Math.floor(ctx.core.now() / DAY) + 2
  const claim = Buffer.alloc(CLAIM_BYTES)
  writeId(claim, ctx.accountId, 0)
  writeId(claim, attachment.messageId, 7)
  writeId(claim, attachment.id, 14)
  claim.writeUIntBE(day + part, 21, 3)
  const token = Buffer.concat([claim, sign(ctx.core, claim)]).toString('base64url')
  return `${ctx.origin}/files/${token}/${encodeURIComponent(name)}`
}

/** What an address leads to: the bytes under `blobKey`. `version` is another one for other bytes, and `until` when the address ends, in microseconds. */
export type OpenedFile = Pick<Attachment, 'name' | 'mediaType' | 'sizeBytes' | 'blobKey' | 'createdAt'> & { version: string; until: number }

/** The file an address's token stands for; `expired` when its days are over, `unknown` when it was not given out here or the file is gone. */
export async function openFile(core: Core, token: string): Promise<OpenedFile | 'expired' | 'unknown'> {
  if (!TOKEN.test(token)) return 'unknown'
  const bytes = Buffer.from(token, 'base64url')
  const claim = bytes.subarray(0, CLAIM_BYTES)
  if (!timingSafeEqual(bytes.subarray(CLAIM_BYTES), sign(core, claim))) return 'unknown'
  const day = claim.readUIntBE(21, 3)
  const until = (day % THUMBNAIL) * DAY
  if (core.now() >= until) return 'expired'
  const files = await listAttachmentsOf(core.store, readId(claim, 0), [readId(claim, 7)])
  const file = files.find((one) => one.id === readId(claim, 14))
  if (!file) return 'unknown'
  if (day < THUMBNAIL) return { ...file, version: file.digest, until }
  if (!file.thumbnail) return 'unknown'
  const name = `${parse(file.name).name}.webp`
  return { ...file.thumbnail, name, mediaType: 'image/webp', createdAt: file.createdAt, version: `${file.digest}-thumbnail`, until }
}

/** The purpose is signed too: the key signs other things as well. */
function sign(core: Core, claim: Buffer): Buffer {
  return createHmac('sha256', core.signingKey).update('file\0').update(claim).digest().subarray(0, MAC_BYTES)
}

/** Ids have up to 53 bits, more than the 48 that `writeUIntBE` takes. */
function writeId(buffer: Buffer, id: number, offset: number): void {
  buffer.writeUIntBE(Math.floor(id / 2 ** 32), offset, 3)
  buffer.writeUInt32BE(id % 2 ** 32, offset + 3)
}

function readId(buffer: Buffer, offset: number): number {
  return buffer.readUIntBE(offset, 3) * 2 ** 32 + buffer.readUInt32BE(offset + 3)
}
