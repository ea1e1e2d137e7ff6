import type { Row } from './row.ts'

const connector = '/api/connector/v1'

export const MEWS: Row[] = [
  { named: '3', operations: [`POST ${connector}/messages/getAll`] },
  { named: '4', operations: [`POST ${connector}/messages/add`] },
  { named: '5', operations: [`POST ${connector}/messageThreads/getAll`] },
  { named: '6', operations: [`POST ${connector}/messageThreads/add`] },
  { named: '7', operations: [`POST ${connector}/configuration/get`, `POST ${connector}/enterprises/getAll`] },
  {
    named: '7',
    operations: [`POST ${connector}/customers/getAll`, `POST ${connector}/reservations/getAll`],
    absent: 'They and every other operation of the Connector are about guests, stays and bills; a messaging client needs none of them.',
  },
  { named: '9', operations: ['GET /ws/connector'], absent: 'The vendor announces no messages over its WebSocket.' },
]
