import { randomInt, randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { ensureContactChannel } from '../../../core/channels/ensure-contact-channel.ts'
import { createContact } from '../../../core/contacts/create-contact.ts'
import { updateContact } from '../../../core/contacts/update-contact.ts'
import type { Ctx } from '../../../core/context.ts'
import { once } from '../../../core/idempotency/once.ts'
import type { Contact } from '../../../model/author.ts'
import type { ContactChannel } from '../../../model/channel.ts'
import type { Tx } from '../../../storage/db.ts'
import { updateContactChannel } from '../../../storage/queries/channels.ts'
import { findContactBy } from '../../../storage/queries/contacts.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { getContact } from '../faces/contact-views.ts'
import { toPubsubToken } from '../faces/pubsub-token.ts'
import { type ContactBody, ContactFields, toContactInput } from '../inputs/contact-input.ts'
import { findLink } from '../inputs/conversation-query.ts'
import { allowNoBody, answers, SourceIdInput, TextInput } from '../inputs/inputs.ts'
import type { Profile } from '../profile.ts'
import { proveIdentity } from './identity.ts'
import { ContactPath, InboxPath, knownOf } from './visitor.ts'

const { blocked: _, additional_attributes: __, ...Fields } = ContactFields
const Update = Type.Object({ ...Fields, identifier_hash: Type.Optional(TextInput) })
const Create = Type.Object({ ...Update.properties, source_id: Type.Optional(SourceIdInput) })
type Said = ContactBody & { identifier_hash?: string | null; source_id?: string | null }

const ClientContact = Type.Object({
  source_id: Type.String({ description: 'The secret that stands for the contact in this inbox' }),
  pubsub_token: Type.String({ description: 'Opens the socket' }),
  id: Type.Integer(),
  name: Type.String(),
  email: Type.Union([Type.String(), Type.Null()]),
  phone_number: Type.Union([Type.String(), Type.Null()]),
})

function toClientContact({ core, accountId }: Ctx, contact: Contact, { channelId, sourceId }: ContactChannel) {
  return {
    source_id: sourceId,
    pubsub_token: toPubsubToken(core, { accountId, authorId: contact.id, channelId, sourceId }),
    id: contact.id,
    name: contact.name ?? '',
    email: contact.email,
    phone_number: contact.phone,
  }
}

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

/** Only what is given changes; what is another contact's is refused (chatwoot sheet 7). */
export function updateClientContact(app: App, profile: Profile): void {
  const schema = {
    summary: 'Client API: update the contact',
    params: Type.Object(ContactPath),
    body: Update,
    response: answers(profile, ClientContact),
  }
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/contacts/:source_id',
    config: { action: 'updateSelf' },
    schema,
    handler: async (request, reply) => {
      const { ctx } = request
      const said = request.body as Said
      const { contact: before, link, links } = knownOf(request)
      const proven = (!link.verified || said.identifier_hash) && proveIdentity(request.visitor.channel, said)
      const input = toContactInput(said)
      const answer = await once(ctx, async (tx) => {
        const contact = await updateContact(ctx, tx, before.id, input)
        // Whoever was matched without proof must not become that contact by giving it an identifier of their own.
        const isTheirs = before.identifier === said.identifier || (before.identifier === null && links.length === 1)
        if (proven && isTheirs) await verifyLink(tx, link)
        return jsonAnswer(200, toClientContact(ctx, contact, link))
      })
      return sendAnswer(reply, answer)
    },
  })
}

async function matchContact(ctx: Ctx, tx: Tx, said: Said): Promise<Contact | undefined> {
  const keys = { identifier: said.identifier, email: said.email, phone: said.phone_number }
  for (const by of ['identifier', 'email', 'phone'] as const) {
    const value = keys[by]
    const found = value ? await findContactBy(tx, ctx.accountId, by, value) : undefined
    if (found) return found
  }
  return undefined
}

async function verifyLink(tx: Tx, link: ContactChannel): Promise<void> {
  if (!link.verified) await updateContactChannel(tx, { ...link, verified: true })
}

const ADJECTIVES = ['amber', 'brave', 'calm', 'early', 'gentle', 'green', 'quiet', 'silver', 'sunny', 'winter'] as const
const NOUNS = ['bird', 'brook', 'cloud', 'field', 'forest', 'hill', 'lake', 'moon', 'river', 'stone'] as const

/** A stranger gets a name to be told apart by, e.g. `quiet-river-417`. */
function inventName(): string {
  return `${ADJECTIVES[randomInt(ADJECTIVES.length)]}-${NOUNS[randomInt(NOUNS.length)]}-${randomInt(100, 1000)}`
}
