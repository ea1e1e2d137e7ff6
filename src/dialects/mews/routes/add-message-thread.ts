import { Type } from 'typebox'
import { createContact } from '../../../core/contacts/create-contact.ts'
import { createConversation } from '../../../core/conversations/create-conversation.ts'
import { once } from '../../../core/idempotency/once.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { credentials } from '../auth.ts'
import { answers } from '../errors.ts'
import { toWireMessageThread, WireMessageThread } from '../message-thread.ts'

/** The vendor states no limit (mews sheet 6). This one keeps a page of 1,000 threads below 20 MB. */
const Name = Type.String({ minLength: 1, maxLength: 10_000 })

/**
 * `messageThreads/add` (mews sheet 6): one thread, in the account's first channel, on behalf of a guest. Each thread has a contact of its own, since a name
 * alone does not say that it is the same guest again.
 */
export function addMessageThread(app: App): void {
  app.post(
    '/messageThreads/add',
    {
      config: { action: 'startConversations' },
      schema: {
        operationId: 'messageThreads_add',
        summary: 'Open a thread on behalf of a guest',
        body: Type.Object({ ...credentials, OriginalSender: Name, Subject: Name }),
        response: answers({ 200: Type.Object({ MessageThreads: Type.Array(WireMessageThread, { minItems: 1, maxItems: 1 }) }) }),
      },
    },
    async ({ ctx, body }, reply) => {
      const answer = await once(ctx, async (tx) => {
        const contact = await createContact(ctx, tx, { name: body.OriginalSender.toWellFormed() })
        const conversation = await createConversation(ctx, tx, {
          contactId: contact.id,
          applicationId: ctx.actor.id,
          subject: body.Subject.toWellFormed(),
        })
        return jsonAnswer(200, { MessageThreads: [toWireMessageThread(ctx.core.ids, conversation, contact)] })
      })
      return sendAnswer(reply, answer)
    },
  )
}
