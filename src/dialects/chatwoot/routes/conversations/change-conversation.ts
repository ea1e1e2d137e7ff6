import { Type } from 'typebox'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { markSeenByTeam, markUnread } from '../../../../core/conversations/mark-seen.ts'
import { sayTyping } from '../../../../core/conversations/say-typing.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { allowNoBody, answers, Empty, toTyping } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { answerAgain } from './create-conversation.ts'
import { answerConversation, ConversationParams, toRef } from './get-conversation.ts'

const Priority = Type.Union([Type.Enum(['low', 'medium', 'high', 'urgent']), Type.Null()])

/** Sets the priority; the only thing this call takes (chatwoot sheet 6.2). */
export function updatePriority(app: App, profile: Profile): void {
  const body = Type.Object({ priority: Type.Optional(Priority) })
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/conversations/:conversation_id',
    config: { action: 'writeConversations' },
    schema: {
      summary: "Set a conversation's priority",
      params: ConversationParams,
      body,
      response: answers(profile, profile.desk.conversation.Wire(profile.message)),
    },
    handler: async ({ ctx, params, body }, reply) => {
      const answer = await once(
        ctx,
        async (tx) => {
          const { conversation } = await updateConversation(ctx, tx, toRef(params), { priority: body.priority })
          return answerConversation(ctx, tx, profile, conversation)
        },
        (tx, messageIds) => answerAgain(ctx, tx, profile, messageIds),
      )
      return sendAnswer(reply, answer)
    },
  })
}

/** Sets the priority, or takes it away when none is given (chatwoot sheet 6.2). */
export function togglePriority(app: App, profile: Profile): void {
  const body = Type.Object({ priority: Type.Optional(Priority) })
  const schema = { summary: "Set or clear a conversation's priority", params: ConversationParams, body, response: answers(profile, Empty) }
  const options = { config: { action: 'writeConversations' as const }, preValidation: allowNoBody, schema }
  app.post('/conversations/:conversation_id/toggle_priority', options, async ({ ctx, params, body }, reply) => {
    const answer = await once(ctx, async (tx) => {
      await updateConversation(ctx, tx, toRef(params), { priority: body.priority ?? null })
      return { status: 200, body: null }
    })
    return sendAnswer(reply, answer)
  })
}

/** The attributes given take the place of all there were (chatwoot sheet 6.2). */
export function setCustomAttributes(app: App, profile: Profile): void {
  const Attributes = Type.Record(Type.String(), Type.Unknown())
  const body = Type.Object({ custom_attributes: Attributes })
  const response = answers(profile, Type.Object({ custom_attributes: Attributes }))
  const options = {
    config: { action: 'writeConversations' as const },
    schema: { summary: "Replace a conversation's custom attributes", params: ConversationParams, body, response },
  }
  app.post('/conversations/:conversation_id/custom_attributes', options, async ({ ctx, params, body }, reply) => {
    const answer = await once(ctx, async (tx) => {
      const attributes = body.custom_attributes as JsonObject
      const { conversation } = await updateConversation(ctx, tx, toRef(params), { attributes })
      return jsonAnswer(200, { custom_attributes: conversation.attributes })
    })
    return sendAnswer(reply, answer)
  })
}

/** The team has looked: nothing is unread any more (chatwoot sheet 6.2, ndoto sheet 4). */
export function updateLastSeen(app: App, profile: Profile): void {
  look(app, profile, { path: 'update_last_seen', summary: 'Mark a conversation as seen by the team', work: markSeenByTeam })
}

/** The customer's latest message is unread again (chatwoot sheet 6.2). */
export function markAsUnread(app: App, profile: Profile): void {
  look(app, profile, { path: 'unread', summary: 'Mark a conversation as unread', work: markUnread })
}

function look(app: App, profile: Profile, call: { path: string; summary: string; work: typeof markSeenByTeam }): void {
  const response = answers(profile, profile.desk.conversation.Wire(profile.message))
  app.post(
    `/conversations/:conversation_id/${call.path}`,
    { config: { action: 'markRead' }, schema: { summary: call.summary, params: ConversationParams, response } },
    async ({ ctx, params }, reply) => {
      const answer = await once(
        ctx,
        async (tx) => answerConversation(ctx, tx, profile, await call.work(ctx, tx, toRef(params))),
        (tx, messageIds) => answerAgain(ctx, tx, profile, messageIds),
      )
      return sendAnswer(reply, answer)
    },
  )
}

/** Typing is passed on to whoever is connected and leaves no trace; other words than `on` and `off` do nothing (chatwoot sheet 6.2). */
export function toggleTypingStatus(app: App, profile: Profile): void {
  const body = Type.Object({
    typing_status: Type.Optional(Type.String()),
    is_private: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  })
  const options = {
    config: { action: 'showTyping' as const },
    preValidation: allowNoBody,
    schema: { summary: 'Say that somebody is typing', params: ConversationParams, body, response: answers(profile, Empty) },
  }
  app.post('/conversations/:conversation_id/toggle_typing_status', options, async ({ ctx, params, body }, reply) => {
    const on = toTyping(body.typing_status)
    const answer = await once(ctx, async (tx) => {
      const { id } = await getConversation(ctx, toRef(params), tx)
      if (on !== undefined) sayTyping(ctx, tx, id, { on, private: body.is_private ?? false })
      return { status: 200, body: null }
    })
    return sendAnswer(reply, answer)
  })
}
