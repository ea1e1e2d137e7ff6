import type { LogEvent } from '../../../model/event.ts'
import type { Json, JsonObject } from '../../../model/json.ts'
import { toWireStatus } from '../faces/conversation.ts'
import { toIsoOrNull } from '../faces/message.ts'

/** What somebody changed, in the family's words (chatwoot sheet 10, "Conversation payload"). */
export type ChangedAttributes = Record<string, { previous_value: Json; current_value: Json }>[]

type Words = Record<string, { name: string; toWire?: (value: never) => Json }>

/** The fields of a conversation whose change is told; of anything else about it nobody outside hears (chatwoot sheet 10). */
const CONVERSATION: Words = {
  status: { name: 'status', toWire: toWireStatus },
  assigneeId: { name: 'assignee_id' },
  teamId: { name: 'team_id' },
  snoozedUntil: { name: 'snoozed_until', toWire: toIsoOrNull },
  priority: { name: 'priority' },
  labels: { name: 'label_list' },
  attributes: { name: 'custom_attributes' },
  waitingSince: { name: 'waiting_since', toWire: toIsoOrNull },
  firstReplyAt: { name: 'first_reply_created_at', toWire: toIsoOrNull },
}
const CONTACT: Words = {
  name: { name: 'name' },
  email: { name: 'email' },
  phone: { name: 'phone_number' },
  identifier: { name: 'identifier' },
  avatarUrl: { name: 'avatar_url' },
  blocked: { name: 'blocked' },
  attributes: { name: 'custom_attributes' },
  additional: { name: 'additional_attributes' },
  labels: { name: 'label_list' },
}
const INBOX: Words = {
  name: { name: 'name' },
  email: { name: 'email' },
  hmacMandatory: { name: 'hmac_mandatory' },
  webhookUrl: { name: 'webhook_url' },
}

/** The event's own values; a status that is the same word before and after is no change. Pure. */
export function changedInConversation({ data }: Pick<LogEvent, 'data'>): ChangedAttributes {
  return Object.entries(CONVERSATION).flatMap(([field, { name, toWire }]) => {
    const said = data[field]
    if (!Array.isArray(said) || said.length !== 2) return []
    const [before, after] = said.map((value) => (toWire ? toWire(value as never) : value)) as [Json, Json]
    return before === after ? [] : [{ [name]: { previous_value: before, current_value: after } }]
  })
}

/** The log names what changed of a person, never the values, so that nobody who was erased lives on in it: what was there before is not told. Pure. */
export function changedInContact(event: Pick<LogEvent, 'data'>, contact?: object): ChangedAttributes {
  return named(event, CONTACT, contact)
}

/** An inbox's settings are all in its payload, and are not told one by one. Pure. */
export function changedInInbox(event: Pick<LogEvent, 'data'>, channel?: object): ChangedAttributes {
  return named(event, INBOX, channel)
}

function named({ data }: Pick<LogEvent, 'data'>, words: Words, entity: object = {}): ChangedAttributes {
  const fields = Array.isArray(data.fields) ? data.fields : []
  return Object.entries(words).flatMap(([field, { name }]) => {
    if (!fields.includes(field)) return []
    return [{ [name]: { previous_value: null, current_value: ((entity as JsonObject)[field] ?? null) as Json } }]
  })
}
