import { Type } from 'typebox'
import type { Answer, Ctx } from '../../../core/context.ts'
import { createConversation } from '../../../core/conversations/create-conversation.ts'
import { getConversation } from '../../../core/conversations/get-conversation.ts'
import { markSeenByContact } from '../../../core/conversations/mark-seen.ts'
import { sayTyping } from '../../../core/conversations/say-typing.ts'
import { updateConversation } from '../../../core/conversations/update-conversation.ts'
import { once } from '../../../core/idempotency/once.ts'
import type { Contact } from '../../../model/author.ts'
import type { Conversation } from '../../../model/conversation.ts'
import { AppError } from '../../../model/errors.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Tx } from '../../../storage/db.ts'
import { listConversations } from '../../../storage/queries/conversations/conversations.ts'
import { findMessages } from '../../../storage/queries/messages/messages.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { keepSourceId } from '../faces/source-id.ts'
import { AttributesInput, allowNoBody, answers, Empty, toTyping } from '../inputs/inputs.ts'
import type { Profile } from '../profile.ts'
import { findOnly } from '../routes/conversations/create-conversation.ts'
import { ClientConversation, MAX_LISTED_MESSAGES, toClientConversation } from './client-conversation.ts'
import { ContactPath, ConversationPath, knownOf, mayOpen, openConversation } from './visitor.ts'

const MAX_CONVERSATIONS = 100

/** The newest 100 by activity: those begun with this source id, or all of a contact who has proven who they are (chatwoot sheet 9). */
export function listClientConversations(app: App, profile: Profile): void {
  const schema = {
    summary: "Client API: list the contact's conversations",
    params: Type.Object(ContactPath),
    response: answers(profile, Type.Array(ClientConversation(profile))),
  }
  app.get('/contacts/:source_id/conversations', { config: { action: 'readConversations' }, schema }, async (request) => {
    const { ctx, visitor } = request
    const { contact } = knownOf(request)
    const db = ctx.core.store
    // By `updatedAt`, which no note moves: the order of all activity would tell when one was written.
    const page = { limit: MAX_CONVERSATIONS, orderBy: 'updated_at' } as const
    const found = await listConversations(db, ctx.accountId, { contactId: contact.id, reach: 'all' }, page)
    const wires: JsonObject[] = []
    for (const conversation of found) {
      if (!mayOpen(visitor, conversation, true)) continue
      wires.push((await toClientConversation(ctx, db, profile, conversation, contact, MAX_LISTED_MESSAGES)).wire)
    }
    return wires as never
  })
}

/** Takes custom attributes only; the conversation is open (chatwoot sheet 9). */
export function createClientConversation(app: App, profile: Profile): void {
  const body = Type.Object({ custom_attributes: Type.Optional(AttributesInput) })
  const schema = {
    summary: 'Client API: create a conversation',
    params: Type.Object(ContactPath),
    body,
    response: answers(profile, ClientConversation(profile)),
  }
  app.post(
    '/contacts/:source_id/conversations',
    { config: { action: 'startConversations' }, preValidation: allowNoBody, schema },
    async (request, reply) => {
      const { ctx, visitor } = request
      const { contact, link } = knownOf(request)
      const attributes = (request.body.custom_attributes ?? {}) as JsonObject
      const answer = await once(
        ctx,
        async (tx) => {
          const only = await findOnly(ctx, tx, visitor.channel, link)
          const present = only && mayOpen(visitor, only) ? only : undefined
          const input = { channelId: link.channelId, contactId: contact.id, attributes, extra: keepSourceId(link.sourceId) }
          const conversation = present ?? (await createConversation(ctx, tx, input))
          return answerConversation(ctx, tx, profile, conversation, contact)
        },
        (tx, ids) => answerAgain(ctx, tx, profile, contact, ids),
      )
      return sendAnswer(reply, answer)
    },
  )
}

export function getClientConversation(app: App, profile: Profile): void {
  const schema = {
    summary: 'Client API: get a conversation',
    params: Type.Object(ConversationPath),
    response: answers(profile, ClientConversation(profile)),
  }
  app.get('/contacts/:source_id/conversations/:conversation_id', { config: { action: 'readConversations' }, schema }, async (request) => {
    const { ctx } = request
    const conversation = await openConversation(request, { anywhere: true })
    return (await toClientConversation(ctx, ctx.core.store, profile, conversation, knownOf(request).contact)).wire as never
  })
}

/** Resolves and never reopens (chatwoot sheet 9). */
export function toggleClientStatus(app: App, profile: Profile): void {
  const schema = {
    summary: 'Client API: resolve a conversation',
    params: Type.Object(ConversationPath),
    response: answers(profile, ClientConversation(profile)),
  }
  app.post(
    '/contacts/:source_id/conversations/:conversation_id/toggle_status',
    { config: { action: 'closeOwnConversations' }, schema },
    async (request, reply) => {
      const { ctx } = request
      const { contact } = knownOf(request)
      const answer = await once(
        ctx,
        async (tx) => {
          const { id } = await openConversation(request, { db: tx })
          const { conversation } = await updateConversation(ctx, tx, { id }, { status: 'resolved' })
          return answerConversation(ctx, tx, profile, conversation, contact)
        },
        (tx, ids) => answerAgain(ctx, tx, profile, contact, ids),
      )
      return sendAnswer(reply, answer)
    },
  )
}

/** The contact has looked: the team's messages up to now are read (chatwoot sheet 9). */
export function updateClientLastSeen(app: App, profile: Profile): void {
  const schema = {
    summary: 'Client API: mark a conversation as seen by the contact',
    params: Type.Object(ConversationPath),
    response: answers(profile, Empty),
  }
  app.post(
    '/contacts/:source_id/conversations/:conversation_id/update_last_seen',
    { config: { action: 'markRead' }, schema },
    async (request, reply) => {
      const answer = await once(request.ctx, async (tx) => {
        const { id } = await openConversation(request, { db: tx })
        await markSeenByContact(request.ctx, tx, { id })
        return { status: 200, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}

/** Typing is passed on to whoever is connected and leaves no trace. */
export function toggleClientTyping(app: App, profile: Profile): void {
  const body = Type.Object({ typing_status: Type.Optional(Type.String()) })
  const schema = {
    summary: 'Client API: say that the contact is typing',
    params: Type.Object(ConversationPath),
    body,
    response: answers(profile, Empty),
  }
  app.post(
    '/contacts/:source_id/conversations/:conversation_id/toggle_typing',
    { config: { action: 'showTyping' }, preValidation: allowNoBody, schema },
    async (request, reply) => {
      const { ctx, body: said } = request
      const on = toTyping(said.typing_status)
      const answer = await once(ctx, async (tx) => {
        const { id } = await openConversation(request, { db: tx })
        if (on !== undefined) sayTyping(ctx, tx, id, { on, private: false })
        return { status: 200, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}

async function answerConversation(ctx: Ctx, tx: Tx, profile: Profile, conversation: Conversation, contact: Contact): Promise<Answer> {
  const { wire, messages } = await toClientConversation(ctx, tx, profile, conversation, contact)
  const shown = messages.map((one) => one.id)
  return jsonAnswer(200, wire, shown)
}

/** The answer of a write that showed messages, once one of them has changed. */
async function answerAgain(ctx: Ctx, tx: Tx, profile: Profile, contact: Contact, messageIds: readonly number[]): Promise<Answer> {
  const [message] = await findMessages(tx, ctx.accountId, messageIds)
  if (!message) throw new AppError('conversation_not_found')
  return answerConversation(ctx, tx, profile, await getConversation(ctx, { id: message.conversationId }, tx), contact)
}
