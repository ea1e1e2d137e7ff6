import type { Row } from './row.ts'

const workspace = '/v1/workspaces/{workspaceId}'
const inbox = `${workspace}/support/inbox`
const conversation = `${inbox}/conversations/{conversationId}`

export const TIDYSUPPORT: Row[] = [
  { named: '3', operations: [`GET|POST ${conversation}/messages`] },
  { named: '4', operations: [`GET|POST ${inbox}/conversations`, `PUT ${conversation}/status`, `PUT ${conversation}`] },
  { named: '5', operations: [`GET ${inbox}/customers`, `GET ${inbox}/contacts/{contactId}`, `POST ${inbox}/contacts`] },
  {
    named: '6',
    operations: ['GET|POST /v1/customers', 'GET /v1/customers/lookup', 'GET /v1/customers/{customerId}'],
  },
  {
    named: '7',
    operations: ['GET|POST /v1/webhooks', 'GET|PUT|DELETE /v1/webhooks/{webhookId}', 'POST /v1/webhooks/{webhookId}/test'],
  },
  {
    named: '11',
    operations: ['GET /embeds/v1/support-widget.js'],
    absent: 'The website’s widget is the vendor’s own program.',
  },
  {
    named: '11',
    operations: ['GET /v1/analytics/overview', 'GET /v1/analytics/events/timeseries', 'GET /v1/analytics/top-countries'],
    absent: 'They count visits of a website.',
  },
  { named: '11', operations: [`GET ${workspace}/knowledge/articles`], absent: 'Articles are no messages.' },
]
