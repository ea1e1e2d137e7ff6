import { Type } from 'typebox'
import { mergeContacts as makeOne } from '../../../../core/contacts/merge-contacts.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { pinSourceId } from '../../faces/source-id.ts'
import { answers, IdInput, toId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { toWireContact } from './create-contact.ts'

/** The base contact stays and takes over what is the mergee's; it is answered bare (chatwoot sheet 7). */
export function mergeContacts(app: App, profile: Profile): void {
  const body = Type.Object({ base_contact_id: IdInput, mergee_contact_id: IdInput })
  const schema = { summary: 'Merge two contacts', body, response: answers(profile, profile.desk.contact.Wire) }
  app.post('/actions/contact_merge', { config: { action: 'writeContacts' }, schema }, async ({ ctx, body }, reply) => {
    const ids = { baseId: toId(body.base_contact_id) ?? 0, mergedId: toId(body.mergee_contact_id) ?? 0 }
    const answer = await once(ctx, async (tx) => {
      const contact = await makeOne(ctx, tx, ids, pinSourceId)
      return jsonAnswer(200, await toWireContact(ctx, tx, profile, contact))
    })
    return sendAnswer(reply, answer)
  })
}
