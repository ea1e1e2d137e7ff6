import type { Row } from './row.ts'

const account = '/api/v1/accounts/{account_id}'
const conversations = `${account}/conversations`
const conversation = `${conversations}/{conversation_id}`
const contacts = `${account}/contacts`
const contact = `${contacts}/{contact_id}`

export const DIGITAL99: Row[] = [
  {
    named: '3',
    operations: [`GET|POST ${conversation}/messages`, `DELETE ${conversation}/messages/{message_id}`],
  },
  {
    named: '4',
    operations: [
      `GET|POST ${conversations}`,
      `GET ${conversations}/meta`,
      `GET ${conversation}`,
      `POST ${conversation}/toggle_status`,
      `POST ${conversation}/assignments`,
      `GET|POST ${conversation}/labels`,
      `POST ${conversation}/update_last_seen`,
      `POST ${conversations}/filter`,
    ],
  },
  {
    named: '5',
    operations: [`GET|POST ${contacts}`, `GET ${contacts}/search`, `GET|PATCH|DELETE ${contact}`, `GET ${contact}/conversations`],
  },
  { named: '6', operations: [`GET|POST ${account}/agents`, `PATCH|DELETE ${account}/agents/{agent_id}`] },
  {
    named: '7',
    operations: [`GET|POST ${account}/teams`, `GET|PATCH|DELETE ${account}/teams/{team_id}`, `GET ${account}/inboxes`],
  },
  {
    named: '7',
    operations: ['POST /api/online/getInboxes'],
    absent: 'The vendor’s partner API, at another host, with credentials and answers of its own.',
  },
  { named: '8', operations: [`GET|POST ${account}/webhooks`, `PATCH|DELETE ${account}/webhooks/{webhook_id}`] },
  {
    named: 'family',
    operations: [
      `POST ${conversation}/mute`,
      `POST ${conversation}/unmute`,
      'GET /api',
      'GET /api/v1/profile',
      `PUT|PATCH ${conversation}`,
      `POST ${conversation}/toggle_priority`,
      `POST ${conversation}/toggle_typing_status`,
      `POST ${conversation}/custom_attributes`,
      `PUT ${contact}`,
      `POST ${contact}/contact_inboxes`,
      `GET ${contact}/contactable_inboxes`,
      `GET|POST ${contact}/labels`,
      `POST ${contacts}/filter`,
      `POST ${account}/contact_inboxes/filter`,
      `POST ${account}/actions/contact_merge`,
      `PUT ${account}/agents/{agent_id}`,
      `POST ${account}/inboxes`,
      `GET|PUT|PATCH ${account}/inboxes/{inbox_id}`,
      `PUT ${account}/webhooks/{webhook_id}`,
      `GET|POST ${account}/agent_bots`,
      `GET|PUT|PATCH|DELETE ${account}/agent_bots/{id}`,
      `POST ${account}/agent_bots/{id}/reset_access_token`,
      `GET ${account}/inboxes/{inbox_id}/agent_bot`,
      `POST ${account}/inboxes/{inbox_id}/set_agent_bot`,
      `GET ${account}/inboxes/{inbox_id}/assignable_agents`,
      `GET ${account}/assignable_agents`,
      `DELETE ${account}/inboxes/{inbox_id}`,
      `DELETE ${account}/inboxes/{inbox_id}/avatar`,
      `GET|DELETE ${account}/inbox_members/{inbox_id}`,
      `POST|PUT|PATCH|DELETE ${account}/inbox_members`,
      `GET|PUT|PATCH ${account}`,
      'PUT|PATCH /api/v1/profile',
      'POST /api/v1/profile/availability',
      'POST /api/v1/profile/auto_offline',
      `PUT ${account}/teams/{team_id}`,
      `GET|POST|PUT|PATCH|DELETE ${account}/teams/{team_id}/team_members`,
      `GET|POST ${account}/labels`,
      `GET|PUT|PATCH|DELETE ${account}/labels/{id}`,
      `GET|POST ${account}/canned_responses`,
      `PUT|PATCH|DELETE ${account}/canned_responses/{id}`,
      `GET|POST ${account}/custom_attribute_definitions`,
      `GET|PUT|PATCH|DELETE ${account}/custom_attribute_definitions/{id}`,
      `GET|POST ${account}/custom_filters`,
      `GET|PUT|PATCH|DELETE ${account}/custom_filters/{id}`,
    ],
  },
]
