import { loadAuthor } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Author, AuthorRef } from '../../../model/author.ts'
import type { Channel } from '../../../model/channel.ts'
import type { Conversation } from '../../../model/conversation.ts'
import { AppError } from '../../../model/errors.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Db } from '../../../storage/db.ts'
import { findAccount } from '../../../storage/queries/accounts.ts'
import { findChannel } from '../../../storage/queries/channels.ts'
import { findConversation } from '../../../storage/queries/conversations/conversations.ts'
import { fillVariables, type Variables } from './fill-variables.ts'

/** Where a new message goes; read for the few messages that ask for it. */
export type Place = { conversation: Conversation; channel: Channel | undefined }

/** Nothing for a conversation that does not exist: the send refuses it. */
export async function findPlace({ accountId }: Ctx, db: Db, number: number): Promise<Place | undefined> {
  const conversation = await findConversation(db, accountId, { number })
  return conversation && { conversation, channel: await findChannel(db, accountId, conversation.channelId) }
}

/** A text with the variables of its conversation filled in (chatwoot sheet 5.3). */
export async function fillText(ctx: Ctx, db: Db, text: string, of: Place & { by: AuthorRef }): Promise<string> {
  const { conversation, channel, by } = of
  const { core, accountId } = ctx
  const { contactId } = conversation
  const contact = contactId === null ? undefined : await loadAuthor(core, db, accountId, { kind: 'contact', id: contactId })
  const account = await findAccount(db, accountId)
  return fillVariables(text, {
    contact: {
      ...toPerson(contact),
      phone_number: contact?.kind === 'contact' ? contact.phone : null,
      custom_attribute: contact?.kind === 'contact' ? (contact.attributes as Variables) : {},
    },
    agent: toPerson(await loadAuthor(core, db, accountId, by)),
    conversation: { id: conversation.number, display_id: conversation.number, custom_attribute: conversation.attributes as Variables },
    inbox: { id: conversation.channelId, name: channel?.name },
    account: { id: accountId, name: account?.name },
  })
}

function toPerson(author: Author | undefined): Variables {
  if (!author) return {}
  const words = author.name?.split(/\s+/) ?? []
  const email = author.kind === 'contact' || author.kind === 'member' ? author.email : null
  return { id: author.id, name: author.name, first_name: words[0], last_name: words.length > 1 ? words.at(-1) : null, email }
}

/** No address is longer (RFC 5321); the pattern's time grows with the square of it. */
const MAX_EMAIL = 254
const EMAIL_FIELDS = ['cc_emails', 'bcc_emails', 'to_emails'] as const
export type EmailFields = Partial<Record<(typeof EMAIL_FIELDS)[number] | 'email_html_content', string | null>>

/** Whether a body says anything that only an e-mail inbox listens to. */
export function hasEmailFields(body: EmailFields): boolean {
  return Boolean(body.email_html_content) || EMAIL_FIELDS.some((field) => body[field])
}

/** The addresses as attributes; elsewhere than in an e-mail inbox there are none. Refuses with `body_invalid` what is no address (chatwoot sheet 5.3). */
export function readEmails(body: EmailFields, { channel }: Place): JsonObject {
  if (channel?.kind !== 'email') return {}
  const attributes: JsonObject = {}
  for (const field of EMAIL_FIELDS) {
    if (body[field] == null) continue
    const addresses = body[field].split(',').flatMap((one) => one.trim() || [])
    const bad = addresses.find((one) => one.length > MAX_EMAIL || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(one))
    if (bad !== undefined) throw new AppError('body_invalid', { message: `Invalid email address ${bad}`, field })
    attributes[field] = addresses
  }
  return attributes
}
