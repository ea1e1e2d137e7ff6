import { Type } from 'typebox'
import { mergeContacts } from '../../../core/contacts/merge-contacts.ts'
import { updateContact } from '../../../core/contacts/update-contact.ts'
import { once } from '../../../core/idempotency/once.ts'
import { hasCredentials } from '../../../core/sessions/has-credentials.ts'
import type { Contact } from '../../../model/author.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { pinSourceId } from '../faces/source-id.ts'
import { toContactInput } from '../inputs/contact-input.ts'
import { answers } from '../inputs/inputs.ts'
import type { Profile } from '../profile.ts'
import { ClientContact, matchContact, type Said, SelfInput, toClientContact, verifyLink } from './client-contact.ts'
import { proveIdentity } from './identity.ts'
import { ContactPath, knownOf } from './visitor.ts'

/**
 * Only what is given changes. A visitor who says to be somebody known becomes that contact, who stays (chatwoot sheet 9); without proof that opens nothing of theirs,
 * as when the visitor had said so at first. What is another contact's otherwise is refused (sheet 7). A visitor with a token or a password becomes nobody without proof: it would
 * be the other's from then on.
 */
export function updateClientContact(app: App, profile: Profile): void {
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/contacts/:source_id',
    config: { action: 'updateSelf' },
    schema: {
      summary: 'Client API: update the contact',
      params: Type.Object(ContactPath),
      body: SelfInput,
      response: answers(profile, ClientContact),
    },
    handler: async (request, reply) => {
      const { ctx } = request
      const said = request.body as Said
      const { contact: before, link, isOnlyLink } = knownOf(request)
      const proven = (!link.verified || said.identifier_hash) && proveIdentity(request.visitor.channel, said)
      const input = toContactInput(said)
      const answer = await once(ctx, async (tx) => {
        const other = await matchContact(ctx, tx, said)
        const isOther = isOnlyLink && other !== undefined && other.id !== before.id && mayBecome(before, other, said)
        const merges = isOther && (proven || !(await hasCredentials(tx, before)))
        const base = merges ? await mergeContacts(ctx, tx, { baseId: other.id, mergedId: before.id }, pinSourceId) : before
        const { identifier, email, ...rest } = input
        const isProven = link.verified || (proven && base.identifier === identifier)
        // Whoever was matched without proof must not become that contact by giving it an identifier of their own, nor change the address it signs in with.
        const isOpen = isProven || !(await hasCredentials(tx, base))
        const isTheirs = !merges && isOpen && (link.verified || isOnlyLink)
        // What is another's is refused with all that was said.
        const isRefused = isOther && !merges
        const change = isTheirs || isRefused ? input : isOpen ? { ...rest, email } : rest
        const contact = await updateContact({ ...ctx, actor: { kind: 'contact', id: base.id } }, tx, base.id, change)
        if (proven && contact.identifier === identifier) await verifyLink(tx, { ...link, contactId: base.id })
        return jsonAnswer(200, toClientContact(ctx, contact, link))
      })
      return sendAnswer(reply, answer)
    },
  })
}

/**
 * Whether a visitor is merged into a contact they say they are. Nobody who has, or now says, an identifier becomes a contact with another or with none: that contact would
 * be known by the visitor's own identifier, and a proof of it would open everything.
 */
function mayBecome(visitor: Contact, other: Contact, { identifier }: Said): boolean {
  return [visitor.identifier, identifier].every((one) => !one || one === other.identifier)
}
