import { extname } from 'node:path'
import { Type } from 'typebox'
import { fileAddress, thumbnailAddress } from '../../../core/attachments/file-address.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Attachment } from '../../../model/attachment.ts'
import type { Message } from '../../../model/message.ts'

const FileType = Type.Enum(['image', 'audio', 'video', 'file'])

/** What all three show of a file (ndoto sheet 3.2, 99digital sheet 3.1). */
export const PlainAttachment = Type.Object({
  id: Type.Integer(),
  message_id: Type.Integer(),
  file_type: FileType,
  data_url: Type.String({ description: 'Needs no token' }),
  thumb_url: Type.String({ description: 'A small WebP; of a small image the image itself; empty for anything but images' }),
  file_size: Type.Integer({ description: 'Bytes' }),
})

/** chatwoot sheet 5.1. */
export const ChatwootAttachment = Type.Object({
  id: Type.Integer(),
  message_id: Type.Integer(),
  file_type: FileType,
  account_id: Type.Integer(),
  extension: Type.Union([Type.String(), Type.Null()]),
  data_url: Type.String({ description: 'Needs no token' }),
  thumb_url: Type.String({ description: 'A small WebP; of a small image the image itself; empty for anything but images' }),
  file_size: Type.Integer({ description: 'Bytes' }),
  width: Type.Union([Type.Integer(), Type.Null()]),
  height: Type.Union([Type.Integer(), Type.Null()]),
  transcribed_text: Type.Optional(Type.String({ description: 'Only for audio' })),
})

export function toPlainAttachments(ctx: Ctx, message: Message): Record<string, unknown>[] {
  return message.attachments.map((file) => toPlain(ctx, file))
}

export function toChatwootAttachments(ctx: Ctx, message: Message): Record<string, unknown>[] {
  return message.attachments.map((file) => {
    const { id, message_id, file_type, ...rest } = toPlain(ctx, file)
    const extension = extname(file.name).slice(1) || null
    const wire = { id, message_id, file_type, account_id: message.accountId, extension, ...rest, width: file.width, height: file.height }
    return file_type === 'audio' ? { ...wire, transcribed_text: '' } : wire
  })
}

function toPlain(ctx: Ctx, file: Attachment) {
  const type = fileType(file.mediaType)
  const address = fileAddress(ctx, file)
  return {
    id: file.id,
    message_id: file.messageId,
    file_type: type,
    data_url: address,
    thumb_url: type === 'image' ? (thumbnailAddress(ctx, file) ?? address) : '',
    file_size: file.sizeBytes,
  }
}

const IMAGES = /^image\/(?:jpeg|png|gif|bmp|webp)$/
const VIDEOS = /^video\/(?:ogg|mp4|webm|quicktime)$/

/** How uploads are classed (chatwoot sheet 4). */
export function fileType(mediaType: string): 'image' | 'audio' | 'video' | 'file' {
  if (IMAGES.test(mediaType)) return 'image'
  if (VIDEOS.test(mediaType)) return 'video'
  return mediaType.startsWith('audio/') ? 'audio' : 'file'
}
