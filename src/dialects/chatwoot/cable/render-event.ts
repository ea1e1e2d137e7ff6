import { loadAuthor } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Overview } from '../../../core/conversations/load-overviews.ts'
import { asAfter, messageAsAfter } from '../../../core/events/as-after.ts'
import type { Happening } from '../../../core/events/replay-events.ts'
import type { Author, AuthorRef } from '../../../model/author.ts'
import type { Conversation } from '../../../model/conversation.ts'
import type { LogEvent } from '../../../model/event.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Signal } from '../../../model/signal.ts'
import { absentContact } from '../faces/conversation.ts'
import { toEventConversation } from '../faces/events/event-conversation.ts'
import { loadEventView } from '../faces/events/event-view.ts'
import { inEyesOf } from '../faces/fellow.ts'
import { toLastMessage } from '../faces/last-message.ts'
import { toChatwootSender } from '../faces/sender.ts'
import type { MessageProfile } from '../profile.ts'
import type { CableEvent } from './cable-events.ts'

/** In whose eyes: the team's, or the contact's own. */
export type Side = 'team' | 'contact'

/** Shows what one happening is about; what several events of it need is read once. */
export type Renderer = (event: CableEvent, side: Side) => Promise<JsonObject | undefined>

/**
 * Makes the renderer of one happening, for listeners at one address. Data is undefined when what it is about is gone. Every data names its account, and who did it when a
 * person of the team did (chatwoot sheet 11).
 */
export function createRenderer(ctx: Ctx, message: MessageProfile, happening: Happening): Renderer {
  const { event } = happening
  const said = happening.message && messageAsAfter(event, happening.message)
  const conversation = happening.conversation && asAfter(event, happening.conversation)
  const views = new Map<'message' | 'conversation', Promise<Overview>>()
  const view = (of: 'message' | 'conversation', shown: Conversation) => {
    const known =
      views.get(of) ?? loadEventView(ctx, { conversation: shown, message: of === 'message' ? said : undefined, at: event.createdAt })
    views.set(of, known)
    return known
  }
  let performer: Promise<JsonObject> | undefined

  return async ({ of, more }, side) => {
    performer ??= loadPerformer(ctx, event.actor)
    const base = { ...more, account_id: ctx.accountId, ...(await performer) }
    if (of === 'contact') {
      const contact = await showContact(ctx, event)
      return contact && { ...contact, ...base }
    }
    if (!conversation || (of === 'message' && !said)) return undefined
    const overview = await view(of, conversation)
    const shown = side === 'team' ? overview : asContact(overview)
    if (of === 'message' && shown.last) return { ...toLastMessage(shown.last, shown, { ctx, message }), ...base }
    return { ...toEventConversation(shown, { ctx, message }), ...base }
  }
}

/** Who is typing, and where; whoever is shown it knows the conversation (chatwoot sheet 11). */
export async function renderTyping(
  ctx: Ctx,
  message: MessageProfile,
  conversation: Conversation,
  { author, private: isPrivate, at }: Extract<Signal, { kind: 'typing' }>,
): Promise<Record<Side, JsonObject>> {
  const overview = await loadEventView(ctx, { conversation, at })
  const typist = await loadAuthor(ctx.core, ctx.core.store, ctx.accountId, author)
  const rest = { is_private: isPrivate, account_id: ctx.accountId, ...(await loadPerformer(ctx, author)) }
  const show = (shown: Overview, user: Author | undefined) => ({
    conversation: toEventConversation(shown, { ctx, message }),
    user: toChatwootSender(user) as JsonObject | null,
    ...rest,
  })
  return { team: show(overview, typist), contact: show(asContact(overview), inEyesOf(conversation.contactId, typist)) }
}

/**
 * In the contact's eyes there is nothing of what the team keeps about a conversation: who has it, how urgent it is, what it is filed under. Nor why a message could not be handed
 * over, which is the business's own, nor more of another contact than the name.
 */
function asContact(overview: Overview): Overview {
  const { conversation, authors, last } = overview
  const team = { assigneeId: null, priority: null, labels: [], attributes: {}, additional: {}, snoozedUntil: null, waitingSince: null }
  return {
    ...overview,
    conversation: { ...conversation, ...team },
    assignee: undefined,
    team: undefined,
    authors: new Map([...authors].map(([id, author]) => [id, inEyesOf(conversation.contactId, author)])),
    last: last && { ...last, failure: null },
  }
}

async function loadPerformer({ core, accountId }: Ctx, actor: AuthorRef): Promise<JsonObject> {
  if (actor.kind !== 'member') return {}
  const member = await loadAuthor(core, core.store, accountId, actor)
  return member?.kind === 'member' && member.role !== 'bot' ? { performer: toChatwootSender(member) as JsonObject } : {}
}

async function showContact({ core, accountId }: Ctx, { type, subjectId, createdAt }: LogEvent): Promise<JsonObject | undefined> {
  const id = subjectId ?? 0
  const times = { createdAt, updatedAt: createdAt }
  const isGone = type === 'contact.deleted'
  const found = isGone ? absentContact({ id, accountId, ...times }) : await loadAuthor(core, core.store, accountId, { kind: 'contact', id })
  return found?.kind === 'contact' ? (toChatwootSender(found) as JsonObject) : undefined
}
