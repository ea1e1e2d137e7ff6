import { Type } from 'typebox'
import { fileAddress } from '../../core/attachments/file-address.ts'
import { normaliseMediaType } from '../../core/attachments/media-type.ts'
import type { FileInput } from '../../core/attachments/store-attachment.ts'
import type { Ctx } from '../../core/context.ts'
import type { Attachment } from '../../model/attachment.ts'
import { AppError } from '../../model/errors.ts'

/** tidysupport sheet 3.3, seed "Attachment Object". */
export const WireAttachment = Type.Object({
  id: Type.String({ description: '`att_…`' }),
  name: Type.String({ description: 'The original file name' }),
  mimeType: Type.String({
    description: 'What the bytes are, where they show it; a claim of another type, or of one that could run as a program, is not kept',
  }),
  sizeBytes: Type.Integer(),
  url: Type.String({ description: 'Works without a key, for one to two days; reading the message again gives a fresh one' }),
})

/** A file as a send carries it (tidysupport sheet 3.3, upload format). */
export const WireNewAttachment = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 1000 }),
  mimeType: Type.String({ minLength: 1, maxLength: 255 }),
  content: Type.String({ description: 'The bytes in base64' }),
})
type NewFile = { name: string; mimeType: string; content: string }

export function toWireAttachment(ctx: Ctx, file: Attachment) {
  return {
    id: ctx.core.ids.toPrefixed('attachment', file.id),
    name: file.name,
    mimeType: file.mediaType,
    sizeBytes: file.sizeBytes,
    url: fileAddress(ctx, file),
  }
}

/** Refuses with `attachment_invalid` what is no base64 or no media type. */
export function fromWireAttachments(files: readonly NewFile[] = []): FileInput[] {
  return files.map(({ name, mimeType, content }, index) => {
    if (normaliseMediaType(mimeType) === undefined) throw invalid(`attachments.${index}.mimeType is not a media type`)
    return { name, mediaType: mimeType, bytes: decode(content, index) }
  })
}

/** Padding may be left out and lines may be broken; Node's decoder passes over what it does not know, so the bytes are written again and compared. */
function decode(content: string, index: number): Buffer {
  const text = content.replace(/\s+/g, '')
  const bytes = Buffer.from(text, 'base64')
  const again = bytes.toString('base64')
  if (text !== again && text !== again.replace(/=+$/, '')) throw invalid(`attachments.${index}.content is not valid base64`)
  return bytes
}

function invalid(message: string): AppError {
  return new AppError('attachment_invalid', { message, field: 'attachments' })
}
