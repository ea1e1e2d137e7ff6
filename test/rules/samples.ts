import type { DialectName } from '../../src/model/token.ts'
import type { Things } from './things.ts'

/** A request that is good for an operation. Whatever it names of an account's it takes from `things`. */
export type Sample = {
  query?: (things: Things) => Record<string, string>
  /** `variant` 1 and 2 say different things. */
  body?: (things: Things, variant: number) => object
  /** A read that is no GET. */
  reads?: true
  /** Opens or ends a session: it needs no token, names no ids and is never given twice, so its own tests say what holds of it. */
  session?: true
  /** Made by Jane, who is a customer of both places. */
  asCustomer?: true
  /** Made with a token of the installation. */
  asInstallation?: true
}
type Samples = Record<string, Sample>

const text = (value: string | number) => String(value)
const NOTHING: Sample = {}

const PARLEY: Samples = {
  'GET /v1/whoami': NOTHING,
  'POST /v1/session': { session: true },
  'GET /v1/session': { session: true },
  'DELETE /v1/session': { session: true },
  'GET /v1/accounts': { asInstallation: true },
  'POST /v1/accounts': {
    asInstallation: true,
    body: ({ tag }, v) => ({ name: `Account ${tag} ${v}`, administrator: { name: 'Ada' } }),
  },
  'GET /v1/accounts/{accountId}': NOTHING,
  'PATCH /v1/accounts/{accountId}': {
    body: ({ supporter, member, tag }, v) => ({ custom: { [`${tag}`]: v }, supportMemberIds: [supporter, member] }),
  },
  'GET /v1/tokens': NOTHING,
  'POST /v1/tokens': { body: ({ member }, v) => ({ author: { kind: 'member', id: member }, label: `label ${v}` }) },
  'DELETE /v1/tokens/{tokenId}': NOTHING,
  'GET /v1/members': NOTHING,
  'POST /v1/members': { body: ({ tag }, v) => ({ name: `Made ${v}`, email: `made-${tag}-${v}@team.example` }) },
  'GET /v1/members/{memberId}': NOTHING,
  'PATCH /v1/members/{memberId}': { body: (_things, v) => ({ name: `Renamed ${v}` }) },
  'DELETE /v1/members/{memberId}': NOTHING,
  'GET /v1/teams': NOTHING,
  'GET /v1/labels': NOTHING,
  'POST /v1/labels': { body: ({ tag }, v) => ({ title: `made-${tag}-${v}`, color: '#aa0011' }) },
  'GET /v1/labels/{labelId}': NOTHING,
  'PATCH /v1/labels/{labelId}': { body: (_things, v) => ({ description: `Described ${v}` }) },
  'DELETE /v1/labels/{labelId}': NOTHING,
  'GET /v1/canned-responses': NOTHING,
  'POST /v1/canned-responses': { body: ({ tag }, v) => ({ shortCode: `made-${tag}-${v}`, content: 'Made' }) },
  'GET /v1/canned-responses/{cannedResponseId}': NOTHING,
  'PATCH /v1/canned-responses/{cannedResponseId}': { body: (_things, v) => ({ content: `Changed ${v}` }) },
  'DELETE /v1/canned-responses/{cannedResponseId}': NOTHING,
  'GET /v1/contacts': NOTHING,
  'POST /v1/contacts': { body: ({ tag }, v) => ({ name: `Made ${v}`, email: `made-${tag}-${v}@customers.example` }) },
  'GET /v1/contacts/{contactId}': NOTHING,
  'PATCH /v1/contacts/{contactId}': { body: (_things, v) => ({ name: `Renamed ${v}` }) },
  'DELETE /v1/contacts/{contactId}': NOTHING,
  'PUT /v1/members/{memberId}/password': { body: (_things, v) => ({ password: `a long secret ${v}` }) },
  'DELETE /v1/members/{memberId}/password': NOTHING,
  'POST /v1/contacts/{contactId}/erase': NOTHING,
  'GET /v1/erasures/{erasureId}': NOTHING,
  'PUT /v1/contacts/{contactId}/password': { body: (_things, v) => ({ password: `a long secret ${v}` }) },
  'DELETE /v1/contacts/{contactId}/password': NOTHING,
  'GET /v1/deliveries': NOTHING,
  'GET /v1/deliveries/{reference}': NOTHING,
  'PUT /v1/deliveries/{reference}': {
    body: ({ contact, member }, v) => ({ customerId: contact, driverId: member, orderReference: `O-${v}` }),
  },
  'DELETE /v1/deliveries/{reference}': NOTHING,
  'POST /v1/widget/{channelIdentifier}/session': { session: true },
  'POST /v1/widget/{channelIdentifier}/messages': { session: true },
  'GET /v1/channels': NOTHING,
  'POST /v1/channels': { body: (_things, v) => ({ name: `Made ${v}` }) },
  'GET /v1/channels/{channelId}': NOTHING,
  'PATCH /v1/channels/{channelId}': { body: (_things, v) => ({ name: `Renamed ${v}` }) },
  'GET /v1/connections': NOTHING,
  'GET /v1/conversations': {
    query: ({ channel, contact, member, team }) => ({
      channelId: text(channel),
      contactId: text(contact),
      participantId: text(member),
      teamId: text(team),
      include: 'overview',
    }),
  },
  'GET /v1/conversations/counts': {
    query: ({ channel, contact, team }) => ({ channelId: text(channel), contactId: text(contact), teamId: text(team) }),
  },
  'POST /v1/conversations': {
    body: ({ channel, contact, member, team, newcomer }, v) => ({
      channelId: channel,
      contactId: contact,
      assigneeId: member,
      teamId: team,
      participants: [{ authorId: newcomer }],
      subject: `Made ${v}`,
    }),
  },
  'GET /v1/conversations/{conversationId}': { query: () => ({ include: 'overview' }) },
  'PATCH /v1/conversations/{conversationId}': {
    body: ({ member, team }, v) => ({ assigneeId: member, teamId: team, subject: `Changed ${v}` }),
  },
  'GET /v1/conversations/{conversationId}/participants': NOTHING,
  'POST /v1/conversations/{conversationId}/participants': { body: ({ newcomer }, v) => ({ authorId: newcomer, role: `role${v}` }) },
  'PATCH /v1/conversations/{conversationId}/participants/{authorId}': { body: (_things, v) => ({ role: `role${v}` }) },
  'DELETE /v1/conversations/{conversationId}/participants/{authorId}': NOTHING,
  'POST /v1/conversations/{conversationId}/read': { body: (_things, v) => ({ seq: 2 - v }) },
  'POST /v1/conversations/{conversationId}/unread': NOTHING,
  'GET /v1/conversations/{conversationId}/messages': NOTHING,
  'POST /v1/conversations/{conversationId}/messages': {
    body: ({ contact, message }, v) => ({ text: `Said ${v}`, parentId: message, author: { contactId: contact } }),
  },
  'GET /v1/conversations/{conversationId}/messages/{messageId}': NOTHING,
  'PATCH /v1/conversations/{conversationId}/messages/{messageId}': { body: (_things, v) => ({ text: `Edited ${v}` }) },
  'DELETE /v1/conversations/{conversationId}/messages/{messageId}': NOTHING,
  'POST /v1/conversations/{conversationId}/messages/{messageId}/retry': NOTHING,
  'GET /v1/conversations/{conversationId}/faces': NOTHING,
  'GET /v1/conversations/{conversationId}/messages/{messageId}/faces': NOTHING,
  'POST /v1/conversations/{conversationId}/receipts': { body: (_things, v) => ({ status: 'read', seq: v }) },
  'POST /v1/messages/batch': {
    body: ({ conversation, message }, v) => ({
      messages: [
        { conversationId: conversation, text: `One of ${v}` },
        { conversationId: conversation, text: `Two of ${v}`, parentId: message },
      ],
    }),
  },
  'POST /v1/conversations/{conversationId}/typing': { body: (_things, v) => ({ on: v === 1 }) },
  'GET /v1/presence': NOTHING,
  'GET /v1/events': { query: ({ conversation }) => ({ conversationId: text(conversation) }) },
  'GET /v1/activity': NOTHING,
  'GET /v1/search/messages': { query: ({ tag }) => ({ q: text(tag), include: 'conversations' }) },
  'PUT /v1/accounts/{accountId}/webhooks/{webhookId}/egress': {
    asInstallation: true,
    body: (_things, v) => ({ allow: [`10.0.0.${v}`] }),
  },
  'GET /v1/webhooks': NOTHING,
  'POST /v1/webhooks': { body: ({ tag }, v) => ({ url: `https://${tag}.example/${v}`, events: ['message.*'] }) },
  'GET /v1/webhooks/{webhookId}': NOTHING,
  'PATCH /v1/webhooks/{webhookId}': { body: (_things, v) => ({ name: `Renamed ${v}` }) },
  'DELETE /v1/webhooks/{webhookId}': NOTHING,
  'POST /v1/webhooks/{webhookId}/secret': { body: (_things, v) => ({ overlapHours: v }) },
  'POST /v1/webhooks/{webhookId}/test': NOTHING,
  'POST /v1/webhooks/{webhookId}/pause': NOTHING,
  'POST /v1/webhooks/{webhookId}/resume': { body: (_things, v) => ({ from: v === 1 ? 'here' : 'now' }) },
  'POST /v1/webhooks/{webhookId}/replay': { body: (_things, v) => ({ fromPosition: v }) },
  'GET /v1/webhooks/{webhookId}/deliveries': NOTHING,
  'GET /v1/webhooks/{webhookId}/deliveries/{number}': NOTHING,
  'POST /v1/webhooks/{webhookId}/deliveries/{number}/replay': NOTHING,
}

const BASE = '/api/v1/accounts/{account_id}'
const IN = `${BASE}/conversations/{conversation_id}`
const both = (path: string, sample: Sample): Samples => ({ [`PUT ${path}`]: sample, [`PATCH ${path}`]: sample })

/** What has few values has another one for the things that are made next. */
function isOdd(tag: string | number): boolean {
  return Number(text(tag).slice(3)) % 2 === 1
}

const INBOX_MEMBERS: Sample = {
  body: (things, v) => ({ inbox_id: things.channel, user_ids: [v === 1 ? things.member : things.newcomer] }),
}

const FAMILY: Samples = {
  [`GET ${IN}/messages`]: NOTHING,
  [`POST ${IN}/messages`]: {
    body: ({ message }, v) => ({ content: `Said ${v}`, message_type: 'outgoing', content_attributes: { in_reply_to: message } }),
  },
  [`DELETE ${IN}/messages/{message_id}`]: NOTHING,
  [`GET ${BASE}/inboxes`]: NOTHING,
  [`POST ${BASE}/inboxes`]: { body: (_things, v) => ({ name: `Made ${v}`, channel: { type: 'api' } }) },
  [`GET ${BASE}/inboxes/{inbox_id}`]: NOTHING,
  ...both(`${BASE}/inboxes/{inbox_id}`, { body: (_things, v) => ({ name: `Renamed ${v}` }) }),
  [`GET ${BASE}/agents`]: NOTHING,
  [`POST ${BASE}/agents`]: { body: ({ tag }, v) => ({ name: `Made ${v}`, email: `agent-${tag}-${v}@team.example`, role: 'agent' }) },
  ...both(`${BASE}/agents/{agent_id}`, { body: (_things, v) => ({ name: `Renamed ${v}`, role: 'agent' }) }),
  [`GET ${BASE}/contacts`]: NOTHING,
  [`POST ${BASE}/contacts`]: {
    body: ({ tag, channel }, v) => ({ name: `Made ${v}`, email: `made-${tag}-${v}@customers.example`, inbox_id: channel }),
  },
  [`GET ${BASE}/contacts/search`]: { query: ({ tag }) => ({ q: text(tag) }) },
  [`POST ${BASE}/contacts/filter`]: {
    reads: true,
    body: ({ tag }) => ({ payload: [{ attribute_key: 'name', filter_operator: 'contains', values: [tag], query_operator: null }] }),
  },
  [`GET ${BASE}/contacts/{contact_id}`]: NOTHING,
  ...both(`${BASE}/contacts/{contact_id}`, { body: (_things, v) => ({ name: `Renamed ${v}` }) }),
  [`DELETE ${BASE}/contacts/{contact_id}`]: NOTHING,
  [`GET ${BASE}/contacts/{contact_id}/conversations`]: NOTHING,
  [`GET ${BASE}/contacts/{contact_id}/contactable_inboxes`]: NOTHING,
  [`POST ${BASE}/contacts/{contact_id}/contact_inboxes`]: {
    body: ({ channel, tag }, v) => ({ inbox_id: channel, source_id: `${tag}-${v}` }),
  },
  [`GET ${BASE}/contacts/{contact_id}/labels`]: NOTHING,
  [`POST ${BASE}/contacts/{contact_id}/labels`]: { body: ({ tag }, v) => ({ labels: [`${tag}-${v}`] }) },
  [`POST ${BASE}/contact_inboxes/filter`]: {
    reads: true,
    body: ({ channel, sourceId }) => ({ inbox_id: channel, source_id: sourceId }),
  },
  [`POST ${BASE}/actions/contact_merge`]: {
    body: ({ contact }, v) => ({ base_contact_id: contact, mergee_contact_id: contact, note: `${v}` }),
  },
  [`GET ${BASE}/conversations`]: {
    query: ({ channel, sourceId, team }) => ({ inbox_id: text(channel), source_id: text(sourceId), team_id: text(team), status: 'all' }),
  },
  [`POST ${BASE}/conversations`]: {
    body: ({ channel, contact, member, team }, v) => ({
      inbox_id: channel,
      contact_id: contact,
      assignee_id: member,
      team_id: team,
      custom_attributes: { v },
      message: { content: 'First words' },
    }),
  },
  [`GET ${BASE}/conversations/meta`]: { query: ({ channel }) => ({ inbox_id: text(channel) }) },
  [`POST ${BASE}/conversations/filter`]: {
    reads: true,
    body: ({ channel, member }) => ({
      payload: [
        { attribute_key: 'inbox_id', filter_operator: 'equal_to', values: [channel], query_operator: 'AND' },
        { attribute_key: 'assignee_id', filter_operator: 'equal_to', values: [member], query_operator: null },
      ],
    }),
  },
  [`GET ${IN}`]: NOTHING,
  ...both(IN, { body: (_things, v) => ({ priority: v === 1 ? 'high' : 'low' }) }),
  [`GET ${IN}/labels`]: NOTHING,
  [`POST ${IN}/labels`]: { body: ({ tag }, v) => ({ labels: [`${tag}-${v}`] }) },
  [`POST ${IN}/toggle_status`]: { body: (_things, v) => ({ status: v === 1 ? 'resolved' : 'open' }) },
  [`POST ${IN}/toggle_priority`]: { body: (_things, v) => ({ priority: v === 1 ? 'high' : 'low' }) },
  [`POST ${IN}/toggle_typing_status`]: { body: (_things, v) => ({ typing_status: v === 1 ? 'on' : 'off' }) },
  [`POST ${IN}/assignments`]: { body: (things, v) => ({ assignee_id: v === 1 ? things.member : things.newcomer }) },
  [`POST ${IN}/custom_attributes`]: { body: (_things, v) => ({ custom_attributes: { v } }) },
  [`POST ${IN}/update_last_seen`]: NOTHING,
  [`POST ${IN}/mute`]: NOTHING,
  [`POST ${IN}/unmute`]: NOTHING,
  [`GET ${BASE}/webhooks`]: NOTHING,
  [`POST ${BASE}/webhooks`]: {
    body: ({ tag }, v) => ({ url: `https://${tag}.example/${v}`, subscriptions: ['message_created'] }),
  },
  ...both(`${BASE}/webhooks/{webhook_id}`, { body: ({ tag }, v) => ({ url: `https://${tag}.example/changed/${v}` }) }),
  [`DELETE ${BASE}/webhooks/{webhook_id}`]: NOTHING,
  [`GET ${BASE}/teams`]: NOTHING,
  [`POST ${BASE}/teams`]: { body: ({ tag }, v) => ({ name: `Made ${tag} ${v}`, description: 'Made', allow_auto_assign: false }) },
  [`GET ${BASE}/teams/{team_id}`]: NOTHING,
  ...both(`${BASE}/teams/{team_id}`, { body: (_things, v) => ({ description: `Changed ${v}` }) }),
  [`DELETE ${BASE}/teams/{team_id}`]: NOTHING,
  [`GET ${BASE}/teams/{team_id}/team_members`]: NOTHING,
  [`POST ${BASE}/teams/{team_id}/team_members`]: { body: (things, v) => ({ user_ids: [v === 1 ? things.member : things.newcomer] }) },
  ...both(`${BASE}/teams/{team_id}/team_members`, { body: (things, v) => ({ user_ids: [v === 1 ? things.member : things.newcomer] }) }),
  [`DELETE ${BASE}/teams/{team_id}/team_members`]: { body: (things, v) => ({ user_ids: [v === 1 ? things.member : things.newcomer] }) },
  [`GET ${BASE}/labels`]: NOTHING,
  [`POST ${BASE}/labels`]: { body: ({ tag }, v) => ({ title: `made-${tag}-${v}`, color: '#123456' }) },
  [`GET ${BASE}/labels/{label_id}`]: NOTHING,
  ...both(`${BASE}/labels/{label_id}`, { body: (_things, v) => ({ description: `Changed ${v}` }) }),
  [`DELETE ${BASE}/labels/{label_id}`]: NOTHING,
  [`GET ${BASE}/canned_responses`]: { query: ({ tag }) => ({ search: text(tag) }) },
  [`POST ${BASE}/canned_responses`]: { body: ({ tag }, v) => ({ short_code: `made-${tag}-${v}`, content: 'Made' }) },
  ...both(`${BASE}/canned_responses/{canned_response_id}`, { body: (_things, v) => ({ content: `Changed ${v}` }) }),
  [`DELETE ${BASE}/canned_responses/{canned_response_id}`]: NOTHING,
  [`GET ${BASE}/custom_attribute_definitions`]: { query: () => ({ attribute_model: 'conversation_attribute' }) },
  [`POST ${BASE}/custom_attribute_definitions`]: {
    body: ({ tag }, v) => ({
      attribute_display_name: 'Made',
      attribute_key: `made_${tag}_${v}`,
      attribute_display_type: 1,
      attribute_model: 0,
    }),
  },
  [`GET ${BASE}/custom_attribute_definitions/{attribute_id}`]: NOTHING,
  ...both(`${BASE}/custom_attribute_definitions/{attribute_id}`, { body: (_things, v) => ({ attribute_description: `Changed ${v}` }) }),
  [`DELETE ${BASE}/custom_attribute_definitions/{attribute_id}`]: NOTHING,
  [`GET ${BASE}/custom_filters`]: { query: () => ({ filter_type: 'conversation' }) },
  [`POST ${BASE}/custom_filters`]: { body: (_things, v) => ({ name: `Made ${v}`, filter_type: 'contact', query: { payload: [] } }) },
  [`GET ${BASE}/custom_filters/{custom_filter_id}`]: NOTHING,
  ...both(`${BASE}/custom_filters/{custom_filter_id}`, { body: (_things, v) => ({ name: `Renamed ${v}` }) }),
  [`DELETE ${BASE}/custom_filters/{custom_filter_id}`]: NOTHING,
  [`GET ${BASE}/agent_bots`]: NOTHING,
  [`POST ${BASE}/agent_bots`]: { body: (_things, v) => ({ name: `Made ${v}`, outgoing_url: 'https://bot.example/hook' }) },
  [`GET ${BASE}/agent_bots/{agent_bot_id}`]: NOTHING,
  ...both(`${BASE}/agent_bots/{agent_bot_id}`, { body: (_things, v) => ({ name: `Renamed ${v}` }) }),
  [`DELETE ${BASE}/agent_bots/{agent_bot_id}`]: NOTHING,
  [`POST ${BASE}/agent_bots/{agent_bot_id}/reset_access_token`]: NOTHING,
  [`GET ${BASE}/inboxes/{inbox_id}/agent_bot`]: NOTHING,
  [`POST ${BASE}/inboxes/{inbox_id}/set_agent_bot`]: { body: ({ bot }, v) => ({ agent_bot: v === 1 ? bot : null }) },
  [`GET ${BASE}/inboxes/{inbox_id}/assignable_agents`]: NOTHING,
  [`DELETE ${BASE}/inboxes/{inbox_id}`]: NOTHING,
  [`DELETE ${BASE}/inboxes/{inbox_id}/avatar`]: NOTHING,
  [`GET ${BASE}/assignable_agents`]: { query: ({ channel }) => ({ 'inbox_ids[]': text(channel) }) },
  [`GET ${BASE}/inbox_members/{inbox_id}`]: NOTHING,
  [`POST ${BASE}/inbox_members`]: INBOX_MEMBERS,
  ...both(`${BASE}/inbox_members`, INBOX_MEMBERS),
  [`DELETE ${BASE}/inbox_members`]: INBOX_MEMBERS,
  [`DELETE ${BASE}/inbox_members/{inbox_id}`]: { body: (things, v) => ({ user_ids: [v === 1 ? things.member : things.newcomer] }) },
  [`DELETE ${BASE}/agents/{agent_id}`]: NOTHING,
  [`GET ${BASE}`]: NOTHING,
  ...both(BASE, { body: ({ tag }, v) => ({ support_email: `help-${tag}-${v}@support.example` }) }),
  'GET /api': NOTHING,
  'GET /api/v1/profile': NOTHING,
  ...both('/api/v1/profile', { body: ({ tag }, v) => ({ ui_settings: { [`${tag}`]: v } }) }),
  'POST /api/v1/profile/availability': {
    body: ({ tag }, v) => ({ availability: v === 2 ? 'offline' : isOdd(tag) ? 'busy' : 'online' }),
  },
  'POST /api/v1/profile/auto_offline': { body: ({ tag }, v) => ({ auto_offline: isOdd(tag) === (v === 1) }) },
}

const PARTICIPANTS: Sample = { body: (things, v) => ({ user_ids: [v === 1 ? things.member : things.newcomer] }) }
const INBOX = '/public/api/v1/inboxes/{inbox_identifier}'
const CONTACT = `${INBOX}/contacts/{source_id}`
const OPEN = `${CONTACT}/conversations/{conversation_id}`
const REPORTS = '/api/v2/accounts/{account_id}/reports'
const CHATWOOT: Samples = {
  ...FAMILY,
  [`POST ${BASE}/webhooks`]: { body: ({ tag, channel }, v) => ({ url: `https://${tag}.example/${v}`, inbox_id: channel }) },
  [`GET ${REPORTS}`]: { query: ({ member }) => ({ metric: 'conversations_count', type: 'agent', id: text(member) }) },
  [`GET ${REPORTS}/summary`]: { query: ({ channel }) => ({ type: 'inbox', id: text(channel) }) },
  [`GET ${REPORTS}/conversations`]: NOTHING,
  'POST /auth/sign_in': { session: true },
  'GET /auth/validate_token': { session: true },
  'DELETE /auth/sign_out': { session: true },
  ...both(`${IN}/messages/{message_id}`, { body: (_things, v) => ({ status: v === 1 ? 'delivered' : 'read' }) }),
  [`POST ${IN}/messages/{message_id}/retry`]: NOTHING,
  [`POST ${IN}/unread`]: NOTHING,
  [`DELETE ${IN}`]: NOTHING,
  [`GET ${IN}/attachments`]: NOTHING,
  [`GET ${IN}/participants`]: NOTHING,
  [`POST ${IN}/participants`]: PARTICIPANTS,
  ...both(`${IN}/participants`, PARTICIPANTS),
  [`DELETE ${IN}/participants`]: PARTICIPANTS,
  [`GET ${BASE}/conversations/search`]: { query: ({ tag }) => ({ q: text(tag) }) },
  [`GET ${BASE}/search/messages`]: { query: ({ tag }) => ({ q: text(tag) }) },
  [`GET ${INBOX}`]: NOTHING,
  [`POST ${INBOX}/contacts`]: { body: ({ tag }, v) => ({ name: `Visitor ${v}`, email: `visitor-${tag}-${v}@customers.example` }) },
  [`GET ${CONTACT}`]: NOTHING,
  ...both(CONTACT, { body: (_things, v) => ({ name: `Renamed ${v}` }) }),
  [`GET ${CONTACT}/conversations`]: NOTHING,
  [`POST ${CONTACT}/conversations`]: { body: (_things, v) => ({ custom_attributes: { v } }) },
  [`GET ${OPEN}`]: NOTHING,
  [`POST ${OPEN}/toggle_status`]: NOTHING,
  [`POST ${OPEN}/update_last_seen`]: NOTHING,
  [`POST ${OPEN}/toggle_typing`]: { body: (_things, v) => ({ typing_status: v === 1 ? 'on' : 'off' }) },
  [`GET ${OPEN}/messages`]: NOTHING,
  [`POST ${OPEN}/messages`]: { body: (_things, v) => ({ content: `Said ${v}` }) },
  ...both(`${OPEN}/messages/{message_id}`, { body: (_things, v) => ({ submitted_values: [{ title: 'One', value: `${v}` }] }) }),
}

const TALK = '/messaging/conversations/{conversationId}'
const tenant = ({ account }: Things) => ({ tenant_id: text(account) })
const mark = ({ account, message }: Things) => ({ tenant_id: text(account), message_id: text(message) })
const TICKET = '/messaging/support/tickets/{ticketId}'
const OWN_TICKET = '/customer/support/tickets/{ticketId}'
const onAll = (path: string, sample: Sample): Samples => ({ ...both(path, sample), [`POST ${path}`]: sample })
const ONDI: Samples = {
  'POST /auth/login': { session: true },
  'POST /auth/refresh': { session: true },
  [`GET ${TALK}/messages`]: { query: tenant },
  [`POST ${TALK}/messages`]: { query: tenant, body: ({ message }, v) => ({ content: `Said ${v}`, parent_message_id: message }) },
  'GET /messaging/conversations': { query: ({ account, member }) => ({ tenant_id: text(account), user_id: text(member) }) },
  'POST /messaging/conversations': {
    query: tenant,
    body: ({ contact, member }, v) => ({ title: `Made ${v}`, participants: [contact, { user_id: member }] }),
  },
  [`GET ${TALK}`]: { query: tenant },
  [`PUT ${TALK}`]: { query: tenant, body: (_things, v) => ({ title: `Changed ${v}` }) },
  [`PATCH ${TALK}`]: { query: tenant, body: (_things, v) => ({ title: `Changed ${v}` }) },
  [`PUT ${TALK}/participants`]: {
    query: tenant,
    body: ({ newcomer }, v) => ({ action: 'add', user_ids: [newcomer], role: v === 1 ? 'member' : 'admin' }),
  },
  [`PUT ${TALK}/read-status`]: { query: mark },
  [`PATCH ${TALK}/read-status`]: { query: mark },
  [`POST ${TALK}/read-status`]: { query: mark },
  'GET /users/me': { query: tenant },
  'GET /messaging/notifications': { query: tenant },
  ...onAll('/messaging/notifications/mark-read', {
    query: tenant,
    body: ({ notification }, v) => (v === 1 ? { notification_ids: [notification] } : {}),
  }),
  'GET /messaging/support/tickets': { query: ({ account, member }) => ({ tenant_id: text(account), assigned_to: text(member) }) },
  [`GET ${TICKET}`]: { query: tenant },
  [`PATCH ${TICKET}`]: { query: tenant, body: (_things, v) => ({ status: v === 1 ? 'closed' : 'open' }) },
  ...onAll(`${TICKET}/assign-to-me`, { query: tenant }),
  'GET /customer/support/tickets': { query: tenant, asCustomer: true },
  'POST /customer/support/tickets': {
    query: tenant,
    asCustomer: true,
    body: ({ delivery }, v) => ({ subject: `Ticket ${v}`, message: 'Help', related_delivery_id: delivery }),
  },
  [`GET ${OWN_TICKET}`]: { query: tenant, asCustomer: true },
  [`PATCH ${OWN_TICKET}`]: { query: tenant, asCustomer: true, body: (_things, v) => ({ status: 'closed', reason: `reason ${v}` }) },
  'GET /delivery/customer-portal/settings': { query: tenant },
}

const CONNECTOR = 'POST /api/connector/v1'
const Limitation = { Count: 10 }
const MEWS: Samples = {
  [`${CONNECTOR}/configuration/get`]: { reads: true, body: ({ account }) => ({ EnterpriseId: account }) },
  [`${CONNECTOR}/enterprises/getAll`]: { reads: true, body: ({ account }) => ({ EnterpriseIds: [account], Limitation }) },
  [`${CONNECTOR}/messageThreads/add`]: { body: (_things, v) => ({ OriginalSender: `Guest ${v}`, Subject: 'A question' }) },
  [`${CONNECTOR}/messageThreads/getAll`]: {
    reads: true,
    body: ({ account, conversation }) => ({ EnterpriseIds: [account], MessageThreadIds: [conversation], Limitation }),
  },
  [`${CONNECTOR}/messages/add`]: { body: ({ conversation }, v) => ({ Messages: [{ MessageThreadId: conversation, Text: `Said ${v}` }] }) },
  [`${CONNECTOR}/messages/getAll`]: {
    reads: true,
    body: ({ account, conversation, message }) => ({
      EnterpriseIds: [account],
      MessageThreadIds: [conversation],
      Limitation: { Count: 10, Cursor: message },
    }),
  },
}

const DESK = '/v1/workspaces/{workspaceId}/support/inbox'
const THREAD = `${DESK}/conversations/{conversationId}`
const status: Sample = { body: (_things, v) => ({ status: v === 1 ? 'CLOSED' : 'ARCHIVED' }) }
const TIDYSUPPORT: Samples = {
  [`GET ${THREAD}/messages`]: { query: ({ message }) => ({ cursor: text(message) }) },
  [`POST ${THREAD}/messages`]: {
    body: (_things, v) => ({
      contentText: `Said ${v}`,
      attachments: [{ name: 'a.txt', mimeType: 'text/plain', content: 'Ynl0ZXM=' }],
    }),
  },
  [`GET ${DESK}/conversations`]: {
    query: ({ conversation, channel, contact, member }) => ({
      cursor: text(conversation),
      channelId: text(channel),
      contactId: text(contact),
      assignedToId: text(member),
    }),
  },
  [`POST ${DESK}/conversations`]: { body: ({ tag }, v) => ({ email: `made-${tag}-${v}@customers.example`, contentText: 'Hello' }) },
  [`PUT ${THREAD}/status`]: status,
  [`PUT ${THREAD}`]: status,
  [`GET ${DESK}/customers`]: { query: ({ contact }) => ({ cursor: text(contact) }) },
  [`GET ${DESK}/contacts/{contactId}`]: NOTHING,
  [`POST ${DESK}/contacts`]: { body: ({ tag }, v) => ({ email: `contact-${tag}-${v}@customers.example` }) },
  'POST /v1/customers': { body: ({ tag }, v) => ({ externalId: `made-${tag}-${v}`, name: 'Made' }) },
  'GET /v1/customers': { query: ({ contact }) => ({ cursor: text(contact) }) },
  'GET /v1/customers/{customerId}': NOTHING,
  'GET /v1/customers/lookup': { query: ({ externalId }) => ({ externalId: text(externalId) }) },
  'GET /v1/webhooks': { query: ({ webhook }) => ({ cursor: text(webhook) }) },
  'POST /v1/webhooks': { body: ({ tag }, v) => ({ url: `https://${tag}.example/${v}`, events: ['MESSAGE_CREATED'] }) },
  'GET /v1/webhooks/{webhookId}': NOTHING,
  'PUT /v1/webhooks/{webhookId}': { body: (_things, v) => ({ displayName: `Renamed ${v}` }) },
  'DELETE /v1/webhooks/{webhookId}': NOTHING,
  'POST /v1/webhooks/{webhookId}/test': NOTHING,
}

/** By dialect, and by `METHOD /path` as its OpenAPI document has it. */
export const SAMPLES: Record<DialectName, Samples> = {
  parley: PARLEY,
  chatwoot: CHATWOOT,
  ndoto: FAMILY,
  '99digital': FAMILY,
  ondi: ONDI,
  mews: MEWS,
  tidysupport: TIDYSUPPORT,
}
