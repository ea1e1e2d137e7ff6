import type { ConversationStatus } from '../../../model/conversation.ts'
import type { Ticket, TicketSource } from '../../../model/ticket.ts'
import type { Db, Table, Tx } from '../../db.ts'

const table: Table = {
  name: 'tickets',
  columns: {
    account_id: 'bigint',
    conversation_id: 'bigint',
    source: 'text',
    order_reference: 'text',
    delivery_reference: 'text',
  },
}
const columns = Object.keys(table.columns).join(', ')

type Row = {
  account_id: number
  conversation_id: number
  source: TicketSource
  order_reference: string | null
  delivery_reference: string | null
}

export function insertTicket(tx: Tx, t: Ticket): Promise<void> {
  return tx.insertMany(table, [[t.accountId, t.conversationId, t.source, t.orderReference, t.deliveryReference]])
}

/** What is kept of the tickets among some conversations, by conversation id. */
export async function findTickets(db: Db, accountId: number, conversationIds: readonly number[]): Promise<Map<number, Ticket>> {
  const rows = await db.all<Row>(`select ${columns} from tickets where account_id = $1 and conversation_id = any($2)`, [
    accountId,
    conversationIds,
  ])
  return new Map(rows.map((row) => [row.conversation_id, toTicket(row)]))
}

/** Whether a ticket about a delivery is in one of these states. */
export async function hasTicketAbout(
  db: Db,
  accountId: number,
  deliveryReference: string,
  statuses: readonly ConversationStatus[],
): Promise<boolean> {
  const row = await db.one(
    `select t.conversation_id from tickets t join conversations c on c.account_id = t.account_id and c.id = t.conversation_id
     where t.account_id = $1 and t.delivery_reference = $2 and c.status = any($3) limit 1`,
    [accountId, deliveryReference, statuses],
  )
  return row !== undefined
}

function toTicket(row: Row): Ticket {
  return {
    accountId: row.account_id,
    conversationId: row.conversation_id,
    source: row.source,
    orderReference: row.order_reference,
    deliveryReference: row.delivery_reference,
  }
}
