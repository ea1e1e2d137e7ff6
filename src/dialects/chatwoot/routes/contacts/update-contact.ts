import { Type } from 'typebox'
import { updateContact as changeContact } from '../../../../core/contacts/update-contact.ts'
import type { Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { Contact } from '../../../../model/author.ts'
import type { Tx } from '../../../../storage/db.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { loadLinks } from '../../faces/contact-views.ts'
import { ContactFields, toContactInput } from '../../inputs/contact-input.ts'
import { answers, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ContactAndInbox, toWireContact } from './create-contact.ts'
import { ContactParams } from './get-contact.ts'

/** Only what is given changes; attributes are merged key by key (chatwoot sheet 7). */
export function updateContact(app: App, profile: Profile): void {
  const { desk } = profile
  const ok = desk.contactsNeedInbox ? ContactAndInbox(profile) : Type.Object({ payload: desk.contact.Wire })
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/contacts/:contact_id',
    config: { action: 'writeContacts' },
    schema: { summary: 'Update a contact', params: ContactParams, body: Type.Object(ContactFields), response: answers(profile, ok) },
    handler: async ({ ctx, params, body }, reply) => {
      const id = toPathId(params.contact_id, 'contact_not_found')
      const input = toContactInput(body as Parameters<typeof toContactInput>[0])
      const answer = await once(ctx, async (tx) => {
        const contact = await changeContact(ctx, tx, id, input)
        const wire = await toWireContact(ctx, tx, profile, contact)
        const payload = desk.contactsNeedInbox ? { contact: wire, contact_inbox: await firstInbox(ctx, tx, profile, contact) } : wire
        return jsonAnswer(200, { payload })
      })
      return sendAnswer(reply, answer)
    },
  })
}

async function firstInbox(ctx: Ctx, tx: Tx, { desk }: Profile, contact: Contact) {
  const [first] = await loadLinks(ctx, tx, [contact.id])
  if (!first) return { inbox: null, source_id: null }
  return { inbox: desk.inbox.toWire(first.channel), source_id: first.link.sourceId }
}
