import { Type } from 'typebox'
import { ensureContact } from '../../../../core/contacts/ensure-contact.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { toWireContact, WireContact } from '../../contact.ts'
import { WireEmail, WireName } from '../../email.ts'
import { refusals } from '../../errors.ts'
import { loadContactThreads } from '../../load-contact-threads.ts'

/** tidysupport sheet 5.3: a contact with that e-mail address is returned as it is, not duplicated. */
export function createContact(app: App): void {
  app.post(
    '/contacts',
    {
      config: { action: 'writeContacts' },
      schema: {
        summary: 'Creates a contact, or returns the one with that e-mail address',
        params: Type.Object({ workspaceId: Type.String() }),
        body: Type.Object({ email: WireEmail, name: Type.Optional(WireName), phone: Type.Optional(Type.String({ maxLength: 100 })) }),
        response: { 200: Type.Object({ contact: WireContact }), ...refusals(409, 413, 415, 422) },
      },
    },
    async ({ ctx, body }, reply) => {
      const answer = await once(ctx, async (tx) => {
        const contact = await ensureContact(ctx, tx, { email: body.email, name: body.name, phone: body.phone?.trim() })
        const threads = await loadContactThreads(ctx, [contact.id], tx)
        return jsonAnswer(200, { contact: toWireContact(ctx, contact, threads.get(contact.id)) })
      })
      return sendAnswer(reply, answer)
    },
  )
}
