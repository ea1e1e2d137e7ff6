import { deleteContact as eraseContact } from '../../../../core/contacts/delete-contact.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answers, Empty, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ContactParams } from './get-contact.ts'

/**
 * 200 with an empty body (chatwoot sheet 7; the others' proposals are the same). Where it can be seen who is online, whoever is refused with `contact_online`: they would find
 * themselves gone in the middle of a word.
 */
export function deleteContact(app: App, profile: Profile): void {
  app.delete(
    '/contacts/:contact_id',
    {
      config: { action: 'writeContacts' },
      schema: { summary: 'Delete a contact', params: ContactParams, response: answers(profile, Empty) },
    },
    async ({ ctx, params }, reply) => {
      const id = toPathId(params.contact_id, 'contact_not_found')
      const answer = await once(ctx, async (tx) => {
        if (profile.desk.hasSocket && ctx.core.presence.has(ctx.accountId, { kind: 'contact', id })) throw new AppError('contact_online')
        await eraseContact(ctx, tx, id)
        return { status: 200, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
