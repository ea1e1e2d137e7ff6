import { type Static, Type } from 'typebox'
import { fileAddress, thumbnailAddress } from '../../../core/attachments/file-address.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Attachment } from '../../../model/attachment.ts'
import { Id, Nullable } from '../wire.ts'

const Pixels = Nullable(Type.Integer({ minimum: 1, description: 'In pixels, of a picture' }))

export const WireAttachment = Type.Object({
  id: Id,
  name: Type.String(),
  mediaType: Type.String({ description: 'What the bytes are, where they show it' }),
  sizeBytes: Type.Integer({ minimum: 0 }),
  digest: Type.String({ description: 'SHA-256 in hex' }),
  width: Pixels,
  height: Pixels,
  url: Type.String({ description: 'Needs no token, and is good for one to two days; reading the message again gives a fresh one' }),
  thumbnailUrl: Nullable(Type.String({ description: 'A small WebP of a picture; null where the picture itself is small' })),
})

export function toWireAttachment(ctx: Ctx, file: Attachment): Static<typeof WireAttachment> {
  return {
    id: file.id,
    name: file.name,
    mediaType: file.mediaType,
    sizeBytes: file.sizeBytes,
    digest: file.digest,
    width: file.width,
    height: file.height,
    url: fileAddress(ctx, file),
    thumbnailUrl: thumbnailAddress(ctx, file),
  }
}
