import { updateContact } from '../../../../core/contacts/update-contact.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { ensureLabels } from '../../../../core/labels/create-label.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { getContact } from '../../faces/contact-views.ts'
import { answers, toPathId } from '../../inputs/inputs.ts'
import { Labels, LabelsInput } from '../../inputs/labels.ts'
import type { Profile } from '../../profile.ts'
import { ContactParams } from './get-contact.ts'

const PATH = '/contacts/:contact_id/labels'

/** chatwoot sheet 7, ndoto sheet 5. */
export function listContactLabels(app: App, profile: Profile): void {
  const schema = { summary: "List a contact's labels", params: ContactParams, response: answers(profile, Labels) }
  app.get(PATH, { config: { action: 'readContacts' }, schema }, async ({ ctx, params }) => {
    const { labels } = await getContact(ctx, ctx.core.store, toPathId(params.contact_id, 'contact_not_found'))
    return { payload: labels }
  })
}

/** The labels given take the place of all there were, as a conversation's do (chatwoot sheet 7). */
export function setContactLabels(app: App, profile: Profile): void {
  const schema = { summary: "Replace a contact's labels", params: ContactParams, body: LabelsInput, response: answers(profile, Labels) }
  app.post(PATH, { config: { action: 'writeContacts' }, schema }, async ({ ctx, params, body }, reply) => {
    const id = toPathId(params.contact_id, 'contact_not_found')
    const answer = await once(ctx, async (tx) => {
      const { labels } = await updateContact(ctx, tx, id, { labels: body.labels })
      if (profile.desk.label.definesOnTheFly) await ensureLabels(ctx, tx, labels)
      return jsonAnswer(200, { payload: labels })
    })
    return sendAnswer(reply, answer)
  })
}
