import type { Row } from './row.ts'

const conversations = '/messaging/conversations'
const conversation = `${conversations}/{conversationId}`
const tickets = '/messaging/support/tickets'
const own = '/customer/support/tickets'

export const ONDI: Row[] = [
  { named: '1', operations: ['POST /auth/login', 'POST /auth/refresh'] },
  { named: '4.1', operations: [`GET ${conversation}/messages`] },
  { named: '4.2', operations: [`POST ${conversation}/messages`] },
  { named: '4.3', operations: [`GET ${conversations}`] },
  { named: '4.4', operations: [`POST ${conversations}`] },
  { named: '4.5', operations: [`GET|PUT|PATCH ${conversation}`] },
  { named: '4.6', operations: [`PUT ${conversation}/participants`] },
  { named: '4.7', operations: [`PUT|PATCH|POST ${conversation}/read-status`] },
  { named: '4.8', operations: ['GET /messaging/notifications', 'PUT|POST|PATCH /messaging/notifications/mark-read'] },
  { named: '4.9', operations: ['GET /users/me'] },
  {
    named: '4.10',
    operations: [
      `GET ${tickets}`,
      `GET|PATCH ${tickets}/{ticketId}`,
      `POST|PUT|PATCH ${tickets}/{ticketId}/assign-to-me`,
      `GET|POST ${own}`,
      `GET|PATCH ${own}/{ticketId}`,
      'GET /delivery/customer-portal/settings',
    ],
  },
  {
    named: '4.11',
    operations: ['GET|POST /delivery/customer-communications'],
    absent: 'A log of text messages, e-mails and calls about deliveries; they are no messages of a conversation.',
  },
]
