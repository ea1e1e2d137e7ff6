import type { WebhookEvent } from '../api/wire.ts'

export const EVERYTHING = '*'

/** Everything a webhook can be told of, in the order in which it is offered. The type makes it complete. */
const OFFERED: Record<WebhookEvent, true> = {
  'message.created': true,
  'message.updated': true,
  'message.deleted': true,
  'conversation.created': true,
  'conversation.updated': true,
  'conversation.read': true,
  'conversation.unread': true,
  'conversation.deleted': true,
  'participant.added': true,
  'participant.updated': true,
  'participant.removed': true,
  'contact.created': true,
  'contact.updated': true,
  'contact.merged': true,
  'contact.deleted': true,
  'ticket.created': true,
  'delivery.created': true,
  'delivery.updated': true,
  'delivery.deleted': true,
  'channel.created': true,
  'channel.updated': true,
  'channel.deleted': true,
  'member.created': true,
  'member.updated': true,
  'member.deleted': true,
  'team.created': true,
  'team.updated': true,
  'team.deleted': true,
  'account.created': true,
  'account.updated': true,
  'webhook.created': true,
  'webhook.updated': true,
  'webhook.deleted': true,
  'label.created': true,
  'label.updated': true,
  'label.deleted': true,
  'canned_response.created': true,
  'canned_response.updated': true,
  'canned_response.deleted': true,
  'attribute_definition.created': true,
  'attribute_definition.updated': true,
  'attribute_definition.deleted': true,
  'saved_filter.created': true,
  'saved_filter.updated': true,
  'saved_filter.deleted': true,
  'notifications.read': true,
}

export type EventKind = WebhookEvent extends `${infer Kind}.${string}` ? Kind : never

export const KINDS: ReadonlyMap<EventKind, readonly WebhookEvent[]> = Map.groupBy(
  Object.keys(OFFERED) as WebhookEvent[],
  (type) => type.split('.')[0] as EventKind,
)

/** What is chosen: names of events, `message.*` for all of a kind. */
export type EventChoice = readonly string[]

const wholeKind = (kind: EventKind) => `${kind}.*`

/** Whether all of a kind is chosen, some of it, or nothing. */
export function stateOf(choice: EventChoice, kind: EventKind): 'all' | 'some' | 'none' {
  if (choice.includes(wholeKind(kind))) return 'all'
  const types = KINDS.get(kind) ?? []
  const chosen = types.filter((type) => choice.includes(type)).length
  return chosen === 0 ? 'none' : chosen === types.length ? 'all' : 'some'
}

export function isChosen(choice: EventChoice, kind: EventKind, type: WebhookEvent): boolean {
  return choice.includes(wholeKind(kind)) || choice.includes(type)
}

/** All of a kind, or nothing of it where it was whole. */
export function toggleKind(choice: EventChoice, kind: EventKind): EventChoice {
  const rest = without(choice, kind)
  return stateOf(choice, kind) === 'all' ? rest : [...rest, wholeKind(kind)]
}

/** One type more or less; a kind of which all types are chosen is chosen whole, with what may be added to it later. */
export function toggleType(choice: EventChoice, kind: EventKind, type: WebhookEvent): EventChoice {
  const types = KINDS.get(kind) ?? []
  const wanted = types.filter((one) => isChosen(choice, kind, one) !== (one === type))
  return [...without(choice, kind), ...(wanted.length === types.length ? [wholeKind(kind)] : wanted)]
}

function without(choice: EventChoice, kind: EventKind): string[] {
  return choice.filter((name) => name !== EVERYTHING && !name.startsWith(`${kind}.`))
}
