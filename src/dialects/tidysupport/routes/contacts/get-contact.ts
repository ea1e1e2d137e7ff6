import { Type } from 'typebox'
import { AppError } from '../../../../model/errors.ts'
import { findContacts } from '../../../../storage/queries/people/contacts.ts'
import type { App } from '../../../dialect.ts'
import { contactIdOf, toWireContact, WireContact } from '../../contact.ts'
import { refusals } from '../../errors.ts'
import { loadContactThreads } from '../../load-contact-threads.ts'

/** tidysupport sheet 5.2. */
export function getContact(app: App): void {
  app.get(
    '/contacts/:contactId',
    {
      config: { action: 'readContacts' },
      schema: {
        summary: 'One contact',
        params: Type.Object({ workspaceId: Type.String(), contactId: Type.String() }),
        response: { 200: Type.Object({ contact: WireContact }), ...refusals(404) },
      },
    },
    async ({ ctx, params }) => {
      const id = contactIdOf(ctx, params.contactId)
      const [contact] = await findContacts(ctx.core.store, ctx.accountId, [id])
      if (!contact) throw new AppError('contact_not_found')
      return { contact: toWireContact(ctx, contact, (await loadContactThreads(ctx, [id])).get(id)) }
    },
  )
}
