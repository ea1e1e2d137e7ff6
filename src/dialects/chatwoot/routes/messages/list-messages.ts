import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { Authors } from '../../../../core/authors.ts'
import type { Ctx } from '../../../../core/context.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { ITERATION_PAGE, iterateMessages } from '../../../../core/messages/iterate-messages.ts'
import { listMessages as listPage, resolveWindow } from '../../../../core/messages/list-messages.ts'
import type { AuthorRef } from '../../../../model/author.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import type { Message } from '../../../../model/message.ts'
import type { App } from '../../../dialect.ts'
import { keptSerializer } from '../../../kept-wires.ts'
import { messageTypeOf } from '../../faces/message.ts'
import { renderMessages } from '../../faces/render-messages.ts'
import { toPathId } from '../../inputs/inputs.ts'
import type { MessageQuery, MessageRead } from '../../inputs/message-query.ts'
import type { Profile } from '../../profile.ts'
import { refusals } from '../../refusals.ts'

/** Conversations of up to so many messages are read in one page. */
const SHORT = 100

/** chatwoot sheet 5.2, ndoto sheet 3.1, 99digital sheet 3.2. */
export function listMessages(app: App, profile: Profile): void {
  app.get(
    '/conversations/:conversation_id/messages',
    {
      serializerCompiler: keptSerializer,
      config: { action: 'readConversations' },
      schema: {
        summary: 'List messages',
        params: Type.Object({ account_id: Type.String(), conversation_id: Type.String() }),
        querystring: profile.message.Query,
        response: { 200: profile.message.List, ...refusals(profile, [400, 401, 403, 404]) },
      },
    },
    async (request, reply) => {
      const { ctx, params } = request
      const read = profile.message.readQuery(request.query as MessageQuery)
      const conversation = await getConversation(ctx, { number: toPathId(params.conversation_id, 'conversation_not_found') })
      // All of a short conversation is its newest page, which the core keeps in memory.
      const limited: MessageRead =
        conversation.lastSeq <= SHORT && read.limit === undefined ? { ...read, order: 'newest', limit: SHORT } : read
      if (limited.limit !== undefined) {
        const messages = await readLimited(ctx, profile, conversation, { ...limited, limit: limited.limit })
        return toAnswer(ctx, profile, conversation, messages)
      }
      const filter = { ...read.window, deleted: profile.message.keepsDeleted, system: true }
      const pages = iterateMessages(ctx, conversation, filter)
      const first = await pages.next()
      const page = first.done ? [] : first.value
      const answer = await toAnswer(ctx, profile, conversation, page)
      if (page.length < ITERATION_PAGE) return answer
      reply.type('application/json; charset=utf-8')
      return reply.send(Readable.from(writePages(ctx, profile, conversation, answer, pages)))
    },
  )
}

async function toAnswer(ctx: Ctx, profile: Profile, conversation: Conversation, messages: Message[]) {
  const also = profile.message.listsMeta ? listPeople(conversation) : []
  const { wires, authors } = await renderMessages(profile, ctx, ctx.core.store, { conversation, messages, also })
  return { ...toHead(profile, conversation, authors), payload: wires }
}

function toHead(profile: Profile, conversation: Conversation, authors: Authors) {
  const { contactId, assigneeId } = conversation
  const contact = contactId === null ? undefined : authors.get(contactId)
  const assignee = assigneeId === null ? undefined : authors.get(assigneeId)
  return profile.message.toListHead({ conversation, contact, assignee })
}

function listPeople({ contactId, assigneeId }: Conversation): AuthorRef[] {
  const people: AuthorRef[] = []
  if (contactId !== null) people.push({ kind: 'contact', id: contactId })
  if (assigneeId !== null) people.push({ kind: 'member', id: assigneeId })
  return people
}

/** At most `limit` messages, oldest first. */
export async function readLimited(
  ctx: Ctx,
  profile: Profile,
  conversation: Conversation,
  read: MessageRead & { limit: number },
): Promise<Message[]> {
  const { order, limit, window, publicOnly } = read
  const filter = { order, deleted: profile.message.keepsDeleted, system: true, publicOnly }
  if (!publicOnly) {
    const messages = await listPage(ctx, conversation, { ...window, ...filter, limit })
    return order === 'newest' ? messages.reverse() : messages
  }
  // Templates stay and activities go, which the store cannot tell apart: pages are read until enough is left of them.
  const { after, before } = await resolveWindow(ctx, conversation, window)
  const found: Message[] = []
  const bounds = { afterSeq: after, beforeSeq: before }
  while (found.length < limit) {
    const page = await listPage(ctx, conversation, { ...bounds, ...filter, limit: ITERATION_PAGE })
    found.push(...page.filter((message) => messageTypeOf(message) !== 'activity'))
    const last = page.at(-1)
    if (!last || page.length < ITERATION_PAGE) break
    if (order === 'newest') bounds.beforeSeq = last.seq
    else bounds.afterSeq = last.seq
  }
  const messages = found.slice(0, limit)
  return order === 'newest' ? messages.reverse() : messages
}

/** The text of an answer too long to hold at once: what there is already, then page after page as the client takes them. */
async function* writePages(
  ctx: Ctx,
  profile: Profile,
  conversation: Conversation,
  begun: object,
  pages: AsyncGenerator<Message[], void>,
): AsyncGenerator<string> {
  yield JSON.stringify(begun).slice(0, -2) // without the `]}` that closes the payload, its last key
  for await (const messages of pages) {
    const { wires } = await renderMessages(profile, ctx, ctx.core.store, { conversation, messages })
    yield wires.map((wire) => `,${JSON.stringify(wire)}`).join('')
  }
  yield ']}'
}
