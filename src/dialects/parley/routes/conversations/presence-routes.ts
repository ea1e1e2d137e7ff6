import { Type } from 'typebox'
import { may } from '../../../../core/access.ts'
import { openConversation } from '../../../../core/conversations/open-conversation.ts'
import { sayTyping } from '../../../../core/conversations/say-typing.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, Id, parseId } from '../../wire.ts'

const Params = Type.Object({ conversationId: Type.String() })
const Present = Type.Object({ kind: Type.Enum(['member', 'contact']), id: Id })

/** What is told to whoever looks at this moment, and kept nowhere. */
export function presenceRoutes(app: App): void {
  app.post(
    '/conversations/:conversationId/typing',
    {
      config: { action: 'showTyping', openToPages: true },
      schema: {
        summary: 'Say that one is typing, or no more',
        description:
          'Streamed to whoever else may see the conversation and looks at this moment, and kept nowhere. While somebody types, a client says so every few seconds; who has said nothing for ten does not type any more. `private` is for notes: it is told to the team only.',
        params: Params,
        body: Body({ on: Type.Boolean(), private: Type.Optional(Type.Boolean()) }),
        response: answers({ 204: Type.Null({ description: 'Told' }) }),
      },
    },
    async ({ ctx, reader, params, body }, reply) => {
      const id = parseId(params.conversationId, 'conversation_not_found')
      const { on, private: isPrivate = false } = body
      if (isPrivate && !may('writeNotes', reader.role)) throw new AppError('not_allowed', { field: 'private' })
      const answer = await once(ctx, async (tx) => {
        await openConversation(ctx, reader, id, tx)
        sayTyping(ctx, tx, id, { on, private: isPrivate })
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/presence',
    {
      config: { action: 'readContacts' },
      schema: {
        summary: 'List who is there',
        description:
          'Members and contacts with a stream open. Who loses theirs is there for three seconds more; what happens at another process of the installation is known a moment later, and within twenty seconds where a hint was lost.',
        response: answers({ 200: Type.Object({ present: Type.Array(Present) }) }),
      },
    },
    async ({ ctx }) => {
      const present = ctx.core.presence.list(ctx.accountId)
      return { present: present.map(({ kind, id }) => ({ kind: kind as 'member' | 'contact', id })) }
    },
  )
}
