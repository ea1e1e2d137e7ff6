import { loadAuthor } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Account } from '../../../model/account.ts'
import type { Conversation } from '../../../model/conversation.ts'
import type { JsonObject } from '../../../model/json.ts'
import { findAccount } from '../../../storage/queries/accounts.ts'
import { findChannel } from '../../../storage/queries/channels.ts'
import { findContacts } from '../../../storage/queries/people/contacts.ts'
import type { Noticed, Outlet, Told, Typing } from '../../dialect.ts'
import { loadContactView } from '../faces/contact-views.ts'
import { loadEventView } from '../faces/events/event-view.ts'
import type { Profile } from '../profile.ts'
import { changedInContact, changedInConversation, changedInInbox } from './changed-attributes.ts'
import { eventNamesOf, typingNameOf } from './event-names.ts'

/** How long all three give a receiver (chatwoot sheet 10; ndoto sheet 7 and 99digital sheet 8, *Proposals*). */
const TIMEOUT_MS = 5000

/** What leaves in the words of one vendor of the family. */
export function createOutlet(profile: Profile): Outlet {
  return {
    timeoutMs: TIMEOUT_MS,
    handover: 'message_created',
    namesOf: (noticed, webhook) => eventNamesOf(profile, noticed, webhook),
    async render(ctx, told) {
      const account = await findAccount(ctx.core.store, ctx.accountId)
      const body = account && (await renderSubject(profile, ctx, told, account))
      return body && { event: told.name, ...body }
    },
    headers: (signed) => profile.notice.sign(signed),
    typing: {
      nameOf: (typing, webhook) => typingNameOf(profile, typing, webhook),
      render: (ctx, typing) => renderTyping(profile, ctx, typing),
    },
  }
}

async function renderSubject(profile: Profile, ctx: Ctx, { noticed, name }: Told, account: Account): Promise<JsonObject | undefined> {
  const { event } = noticed
  const { store } = ctx.core
  const id = event.subjectId ?? 0
  if (name === 'inbox_created' || name === 'inbox_updated') {
    const channel = await findChannel(store, ctx.accountId, id)
    if (!channel) return undefined
    const changed = name === 'inbox_updated' && { changed_attributes: changedInInbox(event, channel) }
    return { ...profile.desk.inbox.toWire(channel), ...changed }
  }
  if (name === 'contact_created' || name === 'contact_updated') {
    const [contact] = await findContacts(store, ctx.accountId, [id])
    if (!contact) return undefined
    const view = await loadContactView(ctx, store, contact, false)
    const changed = name === 'contact_updated' && { changed_attributes: changedInContact(event, contact) }
    return { ...profile.notice.toContact(view, account), ...changed }
  }
  return renderConversation(profile, ctx, { noticed, name, account })
}

async function renderConversation(
  profile: Profile,
  ctx: Ctx,
  { noticed, name, account }: Pick<Told, 'noticed' | 'name'> & { account: Account },
): Promise<JsonObject | undefined> {
  const { event, message } = noticed
  const conversation = asTold(noticed)
  const isAboutMessage = event.messageId !== null
  if (!conversation || (isAboutMessage && !message)) return undefined
  const overview = await loadEventView(ctx, { conversation, message, at: event.createdAt })
  const of = { ctx, message: profile.message, overview, account }
  if (message && (name === 'message_created' || name === 'message_updated')) return profile.notice.toMessage(message, of)
  const isChange = name === 'conversation_updated' || name === 'conversation_status_changed'
  return { ...profile.notice.toConversation(of), ...(isChange && { changed_attributes: changedInConversation(event) }) }
}

/** A new message was the last activity then, whatever came since (chatwoot sheet 5.3). */
function asTold({ event, conversation, message }: Noticed): Conversation | undefined {
  if (!conversation || !message || event.type !== 'message.created') return conversation
  return { ...conversation, lastActivityAt: message.createdAt }
}

/** chatwoot sheet 10, "Typing". */
async function renderTyping(profile: Profile, ctx: Ctx, typing: Typing): Promise<JsonObject | undefined> {
  const { store } = ctx.core
  const account = await findAccount(store, ctx.accountId)
  if (!account) return undefined
  const overview = await loadEventView(ctx, typing)
  const user = profile.notice.toPerson(await loadAuthor(ctx.core, store, ctx.accountId, typing.author), account)
  const conversation = profile.notice.toConversation({ ctx, message: profile.message, overview, account })
  return { user, conversation, is_private: typing.private }
}
