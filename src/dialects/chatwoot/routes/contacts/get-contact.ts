import { Type } from 'typebox'
import type { App } from '../../../dialect.ts'
import { getContact as findContact } from '../../faces/contact-views.ts'
import { answers, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { toWireContact } from './create-contact.ts'

export const ContactParams = Type.Object({ account_id: Type.String(), contact_id: Type.String() })

/** chatwoot sheet 7, 99digital sheet 5. */
export function getContact(app: App, profile: Profile): void {
  const querystring = Type.Object({ include_contact_inboxes: Type.Optional(Type.String({ description: '`false` leaves them out' })) })
  const response = answers(profile, Type.Object({ payload: profile.desk.contact.Wire }))
  app.get(
    '/contacts/:contact_id',
    { config: { action: 'readContacts' }, schema: { summary: 'Get a contact', params: ContactParams, querystring, response } },
    async ({ ctx, params, query }) => {
      const contact = await findContact(ctx, ctx.core.store, toPathId(params.contact_id, 'contact_not_found'))
      return { payload: await toWireContact(ctx, ctx.core.store, profile, contact, query.include_contact_inboxes !== 'false') }
    },
  )
}
