import { Type } from 'typebox'
import { createContact } from '../../../../core/contacts/create-contact.ts'
import { deleteContact } from '../../../../core/contacts/delete-contact.ts'
import { updateContact } from '../../../../core/contacts/update-contact.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { AppError } from '../../../../model/errors.ts'
import { listContacts } from '../../../../storage/queries/people/contact-lists.ts'
import { findContacts } from '../../../../storage/queries/people/contacts.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, Id, Limit, Nullable, parseId, Query, QueryText } from '../../wire.ts'
import { ContactFields, toWireContact, WireContact } from '../../wires/contact.ts'

const Params = Type.Object({ contactId: Type.String() })
const Page = Type.Object({ contacts: Type.Array(WireContact), nextAfter: Nullable(Id) })

export function contactRoutes(app: App): void {
  app.get(
    '/contacts',
    {
      config: { action: 'readContacts' },
      schema: {
        summary: 'List or search contacts, by id',
        querystring: Query({
          search: Type.Optional(
            QueryText(255, { minLength: 1, description: 'Found anywhere in name, e-mail, phone or identifier, in any case' }),
          ),
          after: Type.Optional(Id),
          limit: Limit(200, 50),
        }),
        response: answers({ 200: Page }),
      },
    },
    async ({ ctx, query: { search, after, limit = 50 } }) => {
      const filter = search === undefined ? {} : { search }
      const contacts = await listContacts(ctx.core.store, ctx.accountId, filter, { limit, afterId: after })
      return { contacts: contacts.map(toWireContact), nextAfter: contacts.length === limit ? (contacts.at(-1)?.id ?? null) : null }
    },
  )

  app.post(
    '/contacts',
    {
      config: { action: 'writeContacts' },
      schema: { summary: 'Create a contact', body: Body(ContactFields), response: answers({ 201: WireContact }) },
    },
    async ({ ctx, body }, reply) => {
      const answer = await once(ctx, async (tx) => jsonAnswer(201, toWireContact(await createContact(ctx, tx, body))))
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/contacts/:contactId',
    { config: { action: 'readContacts' }, schema: { summary: 'Get a contact', params: Params, response: answers({ 200: WireContact }) } },
    async ({ ctx, params }) => {
      const [contact] = await findContacts(ctx.core.store, ctx.accountId, [parseId(params.contactId, 'contact_not_found')])
      if (!contact) throw new AppError('contact_not_found')
      return toWireContact(contact)
    },
  )

  app.patch(
    '/contacts/:contactId',
    {
      config: { action: 'writeContacts' },
      schema: {
        summary: 'Change a contact',
        description: 'Only what is given changes; `attributes` and `additional` are merged key by key.',
        params: Params,
        body: Body(ContactFields),
        response: answers({ 200: WireContact }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = parseId(params.contactId, 'contact_not_found')
      const answer = await once(ctx, async (tx) => jsonAnswer(200, toWireContact(await updateContact(ctx, tx, id, body))))
      return sendAnswer(reply, answer)
    },
  )

  app.delete(
    '/contacts/:contactId',
    {
      config: { action: 'writeContacts' },
      schema: {
        summary: 'Erase a contact',
        description:
          'The person’s record, links to channels and tokens are gone; conversations and messages stay, by an author without a name.',
        params: Params,
        response: answers({ 204: Type.Null({ description: 'Erased' }) }),
      },
    },
    async ({ ctx, params }, reply) => {
      const id = parseId(params.contactId, 'contact_not_found')
      const answer = await once(ctx, async (tx) => {
        await deleteContact(ctx, tx, id)
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
