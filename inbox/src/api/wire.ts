/** What Parley's own API speaks, as its schemas say it; types alone, nothing of the server gets into the page. */
import type { Static } from 'typebox'
import type { WireFace } from '../../../src/dialects/parley/faces/face.ts'
import type { WebhookEvent } from '../../../src/dialects/parley/webhook-events.ts'
import type { WireActivity } from '../../../src/dialects/parley/wires/activity.ts'
import type { WireCannedResponse } from '../../../src/dialects/parley/wires/canned-response.ts'
import type { WireChannel } from '../../../src/dialects/parley/wires/channel.ts'
import type { WireConnections } from '../../../src/dialects/parley/wires/connection.ts'
import type { WireContact } from '../../../src/dialects/parley/wires/contact.ts'
import type { WireConversation } from '../../../src/dialects/parley/wires/conversation.ts'
import type { WireEvent } from '../../../src/dialects/parley/wires/event.ts'
import type { WireLabel } from '../../../src/dialects/parley/wires/label.ts'
import type { WireMember } from '../../../src/dialects/parley/wires/member.ts'
import type { WireMessage } from '../../../src/dialects/parley/wires/message.ts'
import type { ConversationView, WireOverview } from '../../../src/dialects/parley/wires/overview.ts'
import type { WireParticipant } from '../../../src/dialects/parley/wires/participant.ts'
import type { WireTeam } from '../../../src/dialects/parley/wires/team.ts'
import type { WireNewToken, WireToken } from '../../../src/dialects/parley/wires/token.ts'
import type { WireNewWebhook, WireWebhook } from '../../../src/dialects/parley/wires/webhook.ts'
import type { WireWebhookDelivery, WireWholeDelivery } from '../../../src/dialects/parley/wires/webhook-delivery.ts'

export type CannedResponse = Static<typeof WireCannedResponse>
export type Channel = Static<typeof WireChannel>
export type Connections = Static<typeof WireConnections>
export type Contact = Static<typeof WireContact>
export type Conversation = Static<typeof WireConversation>
/** A conversation with what a list shows beside it, where that was asked for. */
export type OverviewedConversation = Static<typeof ConversationView>
export type Overview = Static<typeof WireOverview>
export type Label = Static<typeof WireLabel>
export type Member = Static<typeof WireMember>
export type Message = Static<typeof WireMessage>
export type Participant = Static<typeof WireParticipant>
export type Face = WireFace
export type LogEvent = Static<typeof WireEvent>
export type Token = Static<typeof WireToken>
export type NewToken = Static<typeof WireNewToken>
export type Webhook = Static<typeof WireWebhook>
/** With its secret. */
export type NewWebhook = Static<typeof WireNewWebhook>
export type WebhookDelivery = Static<typeof WireWebhookDelivery>
/** With its attempts. */
export type WholeDelivery = Static<typeof WireWholeDelivery>
export type { WebhookEvent }
export type ActivityReport = Static<typeof WireActivity>
export type Team = Static<typeof WireTeam>
