import { deleteContact as eraseContact } from '../../../../core/contacts/delete-contact.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answers, Empty, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ContactParams } from './get-contact.ts'

/** 200 with an empty body (chatwoot sheet 7; the others' proposals are the same). */
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
        await eraseContact(ctx, tx, id)
        return { status: 200, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
