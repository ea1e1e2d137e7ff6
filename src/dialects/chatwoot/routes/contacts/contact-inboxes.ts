import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { ensureContactChannel } from '../../../../core/channels/ensure-contact-channel.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { seesChannel } from '../../../../model/reach.ts'
import { listChannels } from '../../../../storage/queries/channels.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { getChannel, getContact, loadLinks } from '../../faces/contact-views.ts'
import { answers, IdInput, SourceIdInput, toId, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ContactParams } from './get-contact.ts'

function ContactInbox({ desk }: Profile) {
  return Type.Object({ source_id: Type.String(), inbox: desk.inbox.Brief })
}

/** Connects a contact to an inbox, under `source_id` or a random one; what is connected already is given back (chatwoot sheet 7). */
export function createContactInbox(app: App, profile: Profile): void {
  const body = Type.Object({ inbox_id: IdInput, source_id: Type.Optional(SourceIdInput) })
  const response = answers(profile, ContactInbox(profile))
  app.post(
    '/contacts/:contact_id/contact_inboxes',
    { config: { action: 'writeContacts' }, schema: { summary: 'Connect a contact to an inbox', params: ContactParams, body, response } },
    async (request, reply) => {
      const { ctx, params, body } = request
      const answer = await once(ctx, async (tx) => {
        const contact = await getContact(ctx, tx, toPathId(params.contact_id, 'contact_not_found'))
        const channel = await getChannel(ctx, tx, toId(body.inbox_id))
        const sourceId = body.source_id || undefined
        const link = await ensureContactChannel(ctx, tx, { channelId: channel.id, contactId: contact.id, sourceId })
        return jsonAnswer(200, { source_id: link.sourceId, inbox: profile.desk.inbox.toBrief(channel) })
      })
      return sendAnswer(reply, answer)
    },
  )
}

/**
 * The inboxes in which the contact can be written to, as far as the caller sees them: those it is connected to, and any other API inbox under a source id that is new, or
 * mail inbox under its address (chatwoot sheet 7). Whoever then begins a conversation there connects it.
 */
export function listContactableInboxes(app: App, profile: Profile): void {
  const { toBrief } = profile.desk.inbox
  const response = answers(profile, Type.Object({ payload: Type.Array(ContactInbox(profile)) }))
  app.get(
    '/contacts/:contact_id/contactable_inboxes',
    {
      config: { action: 'readContacts' },
      schema: { summary: 'List the inboxes a contact can be written to in', params: ContactParams, response },
    },
    async ({ ctx, params }) => {
      const db = ctx.core.store
      const contact = await getContact(ctx, db, toPathId(params.contact_id, 'contact_not_found'))
      const links = (await loadLinks(ctx, db, [contact.id])).filter(({ channel }) => seesChannel(ctx.reach, channel.id))
      const known = new Set(links.map(({ channel }) => channel.id))
      const others = (await listChannels(db, ctx.accountId)).flatMap((channel) => {
        const sourceId = channel.kind === 'api' ? randomUUID() : channel.kind === 'email' ? contact.email : null
        return known.has(channel.id) || !seesChannel(ctx.reach, channel.id) || sourceId === null
          ? []
          : [{ source_id: sourceId, inbox: toBrief(channel) }]
      })
      return { payload: [...links.map(({ link, channel }) => ({ source_id: link.sourceId, inbox: toBrief(channel) })), ...others] }
    },
  )
}
