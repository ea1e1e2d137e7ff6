import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Attachment } from '../../model/attachment.ts'
import { listAttachmentsOf } from '../../storage/queries/attachments.ts'
import type { Core, Ctx } from '../context.ts'

const DAY = 86_400_000_000
/** Account, message and attachment in seven bytes each, the day of expiry in three. */
const CLAIM_BYTES = 24
/** HMAC-SHA256 cut to 192 bits, so that a token is 64 base64url characters without padding. */
const MAC_BYTES = 24
const TOKEN = /^[A-Za-z0-9_-]{64}$/

/**
 * The absolute address at which an attachment of the caller's account can be fetched without credentials. It cannot be guessed and ends with the next
 * full day (UTC), so it is good for 24 to 48 hours and equal however often a list is read on one day.
 */
export function fileAddress(ctx: Pick<Ctx, 'core' | 'accountId' | 'origin'>, attachment: Attachment): string {
  const day = Math.floor(ctx.core.now() / DAY) + 2
  const claim = Buffer.alloc(CLAIM_BYTES)
  writeId(claim, ctx.accountId, 0)
  writeId(claim, attachment.messageId, 7)
  writeId(claim, attachment.id, 14)
  claim.writeUIntBE(day, 21, 3)
  const token = Buffer.concat([claim, sign(ctx.core, claim)]).toString('base64url')
  return `${ctx.origin}/files/${token}/${encodeURIComponent(attachment.name)}`
}

/** The attachment an address's token stands for; `expired` when its days are over, `unknown` when it was not given out here or the file is gone. */
export async function openFile(core: Core, token: string): Promise<Attachment | 'expired' | 'unknown'> {
  if (!TOKEN.test(token)) return 'unknown'
  const bytes = Buffer.from(token, 'base64url')
  const claim = bytes.subarray(0, CLAIM_BYTES)
  if (!timingSafeEqual(bytes.subarray(CLAIM_BYTES), sign(core, claim))) return 'unknown'
  if (core.now() >= claim.readUIntBE(21, 3) * DAY) return 'expired'
  const files = await listAttachmentsOf(core.store, readId(claim, 0), [readId(claim, 7)])
  return files.find((file) => file.id === readId(claim, 14)) ?? 'unknown'
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
