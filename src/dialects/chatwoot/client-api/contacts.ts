import { randomInt, randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { ensureContactChannel } from '../../../core/channels/ensure-contact-channel.ts'
import { createContact } from '../../../core/contacts/create-contact.ts'
import { once } from '../../../core/idempotency/once.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { getContact } from '../faces/contact-views.ts'
import { toContactInput } from '../inputs/contact-input.ts'
import { findLink } from '../inputs/conversation-query.ts'
import { allowNoBody, answers, SourceIdInput } from '../inputs/inputs.ts'
import type { Profile } from '../profile.ts'
import { ClientContact, matchContact, type Said, SelfInput, toClientContact, verifyLink } from './client-contact.ts'
import { proveIdentity } from './identity.ts'
import { ContactPath, InboxPath, knownOf } from './visitor.ts'

const Create = Type.Object({ ...SelfInput.properties, source_id: Type.Optional(SourceIdInput) })

/**
 * A known `source_id` answers its contact; anybody else is matched by identifier, e-mail address and phone number, or is new, and gets a source id of their own:
 * one that was matched without proof must not open what was begun with another (chatwoot sheet 9).
 */
export function createClientContact(app: App, profile: Profile): void {
  const schema = {
    summary: 'Client API: create or find a contact',
    params: Type.Object(InboxPath),
    body: Create,
    response: answers(profile, ClientContact),
  }
  app.post(
    '/contacts',
    { config: { action: 'updateSelf' }, preValidation: allowNoBody, schema },
    async ({ ctx, body, visitor: { channel } }, reply) => {
      const said = body as Said
      const verified = proveIdentity(channel, said)
      const input = toContactInput(said)
      const answer = await once(ctx, async (tx) => {
        const present = said.source_id ? await findLink(ctx, tx, said.source_id, channel.id) : undefined
        const contact = present
          ? await getContact(ctx, tx, present.contactId)
          : ((await matchContact(ctx, tx, said)) ?? (await createContact(ctx, tx, { ...input, name: input.name || inventName() })))
        const sourceId = said.source_id || randomUUID()
        const link = present ?? (await ensureContactChannel(ctx, tx, { channelId: channel.id, contactId: contact.id, sourceId }))
        // A proof is of the identifier, so it verifies only the contact that has it.
        if (verified && contact.identifier === said.identifier) await verifyLink(tx, link)
        return jsonAnswer(200, toClientContact(ctx, contact, link))
      })
      return sendAnswer(reply, answer)
    },
  )
}

export function getClientContact(app: App, profile: Profile): void {
  const querystring = Type.Object({ identifier: Type.Optional(Type.String()), identifier_hash: Type.Optional(Type.String()) })
  const schema = {
    summary: 'Client API: get the contact',
    params: Type.Object(ContactPath),
    querystring,
    response: answers(profile, ClientContact),
  }
  app.get('/contacts/:source_id', { config: { action: 'identify' }, schema }, async (request) => {
    const { contact, link } = knownOf(request)
    if (!link.verified || request.query.identifier_hash) proveIdentity(request.visitor.channel, request.query)
    return toClientContact(request.ctx, contact, link)
  })
}

const ADJECTIVES = ['amber', 'brave', 'calm', 'early', 'gentle', 'green', 'quiet', 'silver', 'sunny', 'winter'] as const
const NOUNS = ['bird', 'brook', 'cloud', 'field', 'forest', 'hill', 'lake', 'moon', 'river', 'stone'] as const

/** A stranger gets a name to be told apart by, e.g. `quiet-river-417`. */
function inventName(): string {
  return `${ADJECTIVES[randomInt(ADJECTIVES.length)]}-${NOUNS[randomInt(NOUNS.length)]}-${randomInt(100, 1000)}`
}
