import { type Authors, loadAuthors } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Author, AuthorRef } from '../../../model/author.ts'
import type { Conversation } from '../../../model/conversation.ts'
import type { Message } from '../../../model/message.ts'
import type { Db } from '../../../storage/db.ts'
import { createKeptWires, type KeepWires } from '../../kept-wires.ts'
import type { Profile } from '../profile.ts'
import { inEyesOf } from './fellow.ts'

/** Messages of one conversation as a profile shows them to the caller; `also` are authors wanted beside the senders. */
export async function renderMessages(
  profile: Profile,
  ctx: Ctx,
  db: Db,
  of: { conversation: Conversation | undefined; messages: readonly Message[]; also?: AuthorRef[] },
): Promise<{ wires: Record<string, unknown>[]; authors: Authors }> {
  const { toWire, toSender } = profile.message
  const { senders, keepWires } = keptBy(profile)
  const refs = of.messages.map((message) => message.author)
  const authors = await loadAuthors(ctx.core, db, ctx.accountId, of.also ? [...refs, ...of.also] : refs)
  const channelId = of.conversation?.channelId
  const { actor } = ctx
  const authorOf = ({ author: { id } }: Message) => (actor.kind === 'contact' ? inEyesOf(actor.id, authors.get(id)) : authors.get(id))
  const wires = keepWires(of.messages, authorOf, (message) => {
    const author = authorOf(message)
    let sender = author && senders.get(author)
    if (sender === undefined) {
      sender = toSender(author)
      if (author) senders.set(author, sender)
    }
    return toWire(message, { ctx, channelId, sender })
  })
  return { wires, authors }
}

type Wire = Record<string, unknown>
type Kept = { senders: WeakMap<Author, Wire | null>; keepWires: KeepWires<Wire> }
const keptByProfile = new WeakMap<Profile, Kept>()

/** What one profile has put into its words already: people, and the messages of pages kept in memory. */
function keptBy(profile: Profile): Kept {
  let kept = keptByProfile.get(profile)
  if (!kept) {
    kept = { senders: new WeakMap(), keepWires: createKeptWires<Wire>() }
    keptByProfile.set(profile, kept)
  }
  return kept
}
