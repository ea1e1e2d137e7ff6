import { type Authors, loadAuthors } from '../../core/authors.ts'
import type { Ctx } from '../../core/context.ts'
import type { AuthorRef } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Message } from '../../model/message.ts'
import type { Db } from '../../storage/db.ts'
import type { Profile } from './profile.ts'

/** Messages of one conversation as a profile shows them; `also` are authors wanted beside the senders. */
export async function renderMessages(
  profile: Profile,
  ctx: Ctx,
  db: Db,
  of: { conversation: Conversation | undefined; messages: readonly Message[]; also?: AuthorRef[] },
): Promise<{ wires: Record<string, unknown>[]; authors: Authors }> {
  const { toWire, toSender } = profile.message
  const refs = of.messages.map((message) => message.author)
  const authors = await loadAuthors(ctx.core, db, ctx.accountId, of.also ? [...refs, ...of.also] : refs)
  // Few people write many messages: each is put into this vendor's words once.
  const senders = new Map<number, Record<string, unknown> | null>()
  const channelId = of.conversation?.channelId
  const wires = of.messages.map((message) => {
    const { id } = message.author
    const sender = senders.has(id) ? (senders.get(id) ?? null) : toSender(authors.get(id))
    senders.set(id, sender)
    return toWire(message, { ctx, channelId, sender })
  })
  return { wires, authors }
}
