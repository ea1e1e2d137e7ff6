import { Type } from 'typebox'
import type { Contact } from '../../../../model/author.ts'
import { AppError } from '../../../../model/errors.ts'
import { findContactBy, findContacts } from '../../../../storage/queries/people/contacts.ts'
import type { App } from '../../../dialect.ts'
import { contactIdOf } from '../../contact.ts'
import { CUSTOMER_NOT_FOUND, toWireCustomer, WireCustomer } from '../../customer.ts'
import { refusals } from '../../errors.ts'

/** tidysupport sheet 6: by id, and by the business's own id. */
export function getCustomer(app: App): void {
  app.get(
    '/customers/:customerId',
    {
      config: { action: 'readContacts' },
      schema: {
        summary: 'One customer',
        params: Type.Object({ customerId: Type.String() }),
        response: { 200: WireCustomer, ...refusals(404) },
      },
    },
    async ({ ctx, params }) => {
      const id = contactIdOf(ctx, params.customerId, CUSTOMER_NOT_FOUND)
      const [contact] = await findContacts(ctx.core.store, ctx.accountId, [id])
      return toWireCustomer(ctx, found(contact))
    },
  )
  app.get(
    '/customers/lookup',
    {
      config: { action: 'readContacts' },
      schema: {
        summary: "One customer by the business's own id",
        querystring: Type.Object({ externalId: Type.String({ minLength: 1 }) }),
        response: { 200: WireCustomer, ...refusals(404) },
      },
    },
    async ({ ctx, query }) => {
      const contact = await findContactBy(ctx.core.store, ctx.accountId, 'identifier', query.externalId)
      return toWireCustomer(ctx, found(contact))
    },
  )
}

function found(contact: Contact | undefined): Contact {
  if (!contact) throw new AppError('contact_not_found', { message: CUSTOMER_NOT_FOUND })
  return contact
}
