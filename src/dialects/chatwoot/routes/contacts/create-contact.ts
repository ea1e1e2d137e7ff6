import { Type } from 'typebox'
import { ensureContactChannel } from '../../../../core/channels/ensure-contact-channel.ts'
import { createContact as makeContact } from '../../../../core/contacts/create-contact.ts'
import type { Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { Contact } from '../../../../model/author.ts'
import type { Db } from '../../../../storage/db.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { getChannel, loadContactView } from '../../faces/contact-views.ts'
import { ContactFields, toContactInput } from '../../inputs/contact-input.ts'
import { answers, IdInput, SourceIdInput, toId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

/** With `inbox_id` the contact is connected to that inbox, under `source_id` or a random one (chatwoot sheet 7, 99digital sheet 5). */
export function createContact(app: App, profile: Profile): void {
  const inboxId = profile.desk.contactsNeedInbox ? IdInput : Type.Optional(IdInput)
  const body = Type.Object({ ...ContactFields, inbox_id: inboxId, source_id: Type.Optional(SourceIdInput) })
  app.post(
    '/contacts',
    {
      config: { action: 'writeContacts' },
      schema: { summary: 'Create a contact', body, response: answers(profile, ContactAndInbox(profile)) },
    },
    async ({ ctx, body }, reply) => {
      const input = toContactInput(body as Parameters<typeof toContactInput>[0])
      const channelId = toId(body.inbox_id)
      const answer = await once(ctx, async (tx) => {
        const needsChannel = profile.desk.contactsNeedInbox || channelId !== undefined
        const channel = needsChannel ? await getChannel(ctx, tx, channelId) : undefined
        const contact = await makeContact(ctx, tx, input)
        const sourceId = body.source_id || undefined
        const link = channel && (await ensureContactChannel(ctx, tx, { channelId: channel.id, contactId: contact.id, sourceId }))
        const inbox = link && channel ? { inbox: profile.desk.inbox.toWire(channel), source_id: link.sourceId } : EMPTY
        return jsonAnswer(200, { payload: { contact: await toWireContact(ctx, tx, profile, contact), contact_inbox: inbox } })
      })
      return sendAnswer(reply, answer)
    },
  )
}

const EMPTY = { inbox: null, source_id: null }

/** The answer of a creation, and of an update where a vendor answers both alike. */
export function ContactAndInbox({ desk }: Profile) {
  return Type.Object({
    payload: Type.Object({
      contact: desk.contact.Wire,
      contact_inbox: Type.Object({
        inbox: Type.Union([desk.inbox.Wire, Type.Null()]),
        source_id: Type.Union([Type.String(), Type.Null()]),
      }),
    }),
  })
}

export async function toWireContact(ctx: Ctx, db: Db, { desk }: Profile, contact: Contact, links = true) {
  return desk.contact.toWire(await loadContactView(ctx, db, contact, links))
}
