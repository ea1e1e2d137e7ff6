import { Type } from 'typebox'
import { loadOverviews } from '../../../../core/conversations/load-overviews.ts'
import { listConversations } from '../../../../storage/queries/conversations/conversations.ts'
import type { App } from '../../../dialect.ts'
import { getContact } from '../../faces/contact-views.ts'
import { answers, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ContactParams } from './get-contact.ts'

const MAX_CONVERSATIONS = 20

/** The newest 20 by activity (chatwoot sheet 6.2). */
export function listContactConversations(app: App, profile: Profile): void {
  const { conversation } = profile.desk
  const response = answers(profile, Type.Object({ payload: Type.Array(conversation.Wire(profile.message)) }))
  app.get(
    '/contacts/:contact_id/conversations',
    { config: { action: 'readConversations' }, schema: { summary: "List a contact's conversations", params: ContactParams, response } },
    async ({ ctx, params }) => {
      const db = ctx.core.store
      const contact = await getContact(ctx, db, toPathId(params.contact_id, 'contact_not_found'))
      const found = await listConversations(db, ctx.accountId, { contactId: contact.id, reach: ctx.reach }, { limit: MAX_CONVERSATIONS })
      const overviews = await loadOverviews(ctx, db, found, { deleted: profile.message.keepsDeleted })
      return { payload: overviews.map((one) => conversation.toWire(one, { ctx, message: profile.message })) }
    },
  )
}
