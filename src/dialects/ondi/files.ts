import { fileAddress } from '../../core/attachments/file-address.ts'
import type { Ctx } from '../../core/context.ts'
import type { Attachment } from '../../model/attachment.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Message } from '../../model/message.ts'

/** What this vendor can say of the files another API sent: the first one's address and kind (ondi sheet 7), and all addresses where there are more. */
export type WireFiles = { message_type: 'image' | 'audio' | 'video' | 'file'; content_url: string; metadata: JsonObject | null }

export function toWireFiles(ctx: Ctx, { attachments }: Message): WireFiles | undefined {
  const [first] = attachments
  if (!first) return undefined
  const urls = attachments.map((file) => fileAddress(ctx, file))
  return { message_type: kindOf(first), content_url: urls[0] as string, metadata: urls.length > 1 ? { content_urls: urls } : null }
}

function kindOf({ mediaType }: Attachment): WireFiles['message_type'] {
  const kind = mediaType.split('/', 1)[0]
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file'
}
