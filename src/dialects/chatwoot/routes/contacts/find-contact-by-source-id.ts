import { Type } from 'typebox'
import { AppError } from '../../../../model/errors.ts'
import { findContactChannel } from '../../../../storage/queries/channels.ts'
import type { App } from '../../../dialect.ts'
import { getContact } from '../../faces/contact-views.ts'
import { answers, Empty, IdInput, toId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { toWireContact } from './create-contact.ts'

/** The contact who is known in an inbox under a source id, bare; 404 where there is none, in Chatwoot without a body (chatwoot sheet 3 and 7). */
export function findContactBySourceId(app: App, profile: Profile): void {
  const body = Type.Object({ inbox_id: IdInput, source_id: Type.String() })
  const { contact, silentOnSourceId } = profile.desk
  const response = { ...answers(profile, contact.Wire), ...(silentOnSourceId ? { 404: Empty } : {}) }
  const schema = { summary: 'Find a contact by inbox and source id', body, response }
  const refusals = silentOnSourceId ? 'silent' : undefined
  app.post('/contact_inboxes/filter', { config: { action: 'readContacts', refusals }, schema }, async ({ ctx, body }) => {
    const db = ctx.core.store
    const link = await findContactChannel(db, ctx.accountId, toId(body.inbox_id) ?? 0, body.source_id)
    if (!link) throw new AppError('contact_not_found')
    return toWireContact(ctx, db, profile, await getContact(ctx, db, link.contactId)) as never
  })
}
