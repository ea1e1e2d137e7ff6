import { createHash } from 'node:crypto'
import type { Ctx } from '../../../../core/context.ts'
import type { Overview } from '../../../../core/conversations/load-overviews.ts'
import type { ContactChannel } from '../../../../model/channel.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { MessageProfile } from '../../profile.ts'
import { contactOf, isVerified, toWireStatus } from '../conversation.ts'
import { toChannelType } from '../inbox.ts'
import { toLastMessage } from '../last-message.ts'
import { toIsoOrNull } from '../message.ts'
import { toPubsubToken } from '../pubsub-token.ts'
import { toChatwootSender } from '../sender.ts'
import { sourceIdOf } from '../source-id.ts'
import { toIso, toSeconds, toSecondsOrZero } from '../times.ts'

/** A conversation inside of Chatwoot's events, to webhooks and over the socket (chatwoot sheet 10). Load it with `loadEventView`. */
export function toEventConversation(overview: Overview, of: { ctx: Ctx; message: MessageProfile }): JsonObject {
  const { conversation, assignee, team, last } = overview
  return {
    additional_attributes: conversation.additional,
    can_reply: overview.canReply,
    channel: toChannelType(overview.channel),
    contact_inbox: toContactInbox(of.ctx, overview),
    id: conversation.number,
    inbox_id: conversation.channelId,
    messages: last ? [toLastMessage(last, overview, of)] : [],
    labels: conversation.labels,
    meta: {
      sender: toChatwootSender(contactOf(overview)) as JsonObject,
      assignee: toChatwootSender(assignee) as JsonObject | null,
      assignee_type: assignee ? (assignee.role === 'bot' ? 'AgentBot' : 'User') : null,
      team: team ? { id: team.team.id, name: team.team.name } : null,
      hmac_verified: isVerified(overview),
    },
    status: toWireStatus(conversation.status),
    custom_attributes: conversation.attributes,
    snoozed_until: toIsoOrNull(conversation.snoozedUntil),
    unread_count: overview.unread,
    first_reply_created_at: toIsoOrNull(conversation.firstReplyAt),
    priority: conversation.priority,
    waiting_since: toSecondsOrZero(conversation.waitingSince),
    agent_last_seen_at: toSecondsOrZero(conversation.agentSeenAt),
    contact_last_seen_at: toSecondsOrZero(conversation.contactSeenAt),
    last_activity_at: toSeconds(conversation.lastActivityAt),
    timestamp: toSeconds(conversation.lastActivityAt),
    created_at: toSeconds(conversation.createdAt),
    updated_at: conversation.updatedAt / 1e6,
  }
}

/** The link between the contact and the inbox that the conversation belongs to. */
function toContactInbox({ core }: Ctx, { conversation, links }: Overview): JsonObject | null {
  const sourceId = sourceIdOf(conversation, links)
  const link = links.find((one) => one.sourceId === sourceId)
  if (!link) return null
  const { accountId, channelId, contactId, createdAt } = link
  return {
    id: toLinkId(link),
    contact_id: contactId,
    inbox_id: channelId,
    source_id: link.sourceId,
    hmac_verified: link.verified,
    pubsub_token: toPubsubToken(core, { accountId, authorId: contactId, channelId, sourceId: link.sourceId }),
    created_at: toIso(createdAt),
    updated_at: toIso(createdAt),
  }
}

/** Links have no numbers here and no call takes one; theirs is made from what names them, so that it stays the same. */
function toLinkId({ channelId, sourceId }: ContactChannel): number {
  return createHash('sha256').update(`${channelId} ${sourceId}`).digest().readUIntBE(0, 6)
}
