import type { WebhookStatus } from '../../../model/webhook.ts'
import type { Db } from '../../db.ts'
import { STATUSES } from './messages.ts'

const WAITING = (['pending', 'retrying'] as const).map((one) => STATUSES.indexOf(one)).join(', ')

type Place = { accountId: number; conversationId: number; seq: number }

/** A message that waits for its channel's own address, and how that stands to it. */
export type WaitingMessage = Place & {
  id: number
  createdAt: number
  /** The address; null where the channel has none. */
  endpoint: {
    status: WebhookStatus
    pausedReason: string | null
    /** When the event it has read the log up to happened; null where the log does not know that any more. */
    readUntil: number | null
    /** Whether it still has to be told of the message. */
    isPending: boolean
  } | null
}

type Row = [
  accountId: number,
  conversationId: number,
  seq: number,
  id: number,
  createdAt: number,
  status: WebhookStatus | null,
  pausedReason: string | null,
  readUntil: number | null,
  isPending: number,
]

/** Those behind a place, in all accounts. */
export async function listWaitingMessages(db: Db, after: Place | undefined, limit: number): Promise<WaitingMessage[]> {
  const rows = await db.rows<Row>(
    `select m.account_id, m.conversation_id, m.seq, m.id, m.created_at, w.status, w.paused_reason,
       (select e.created_at from events e where e.account_id = m.account_id and e.position = w.position),
       case when exists (select 1 from webhook_deliveries d where d.account_id = m.account_id and d.webhook_id = w.id and d.lane = m.conversation_id
         and d.state = 'pending' and d.message_id = m.id) then 1 else 0 end
     from messages m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
       left join webhooks w on w.account_id = m.account_id and w.id = c.channel_id and w.target = 'channel'
     where m.status in (${WAITING}) and (m.account_id, m.conversation_id, m.seq) > ($1, $2, $3)
     order by m.account_id, m.conversation_id, m.seq limit $4`,
    [after?.accountId ?? 0, after?.conversationId ?? 0, after?.seq ?? 0, limit],
  )
  return rows.map(([accountId, conversationId, seq, id, createdAt, status, pausedReason, readUntil, isPending]) => ({
    accountId,
    conversationId,
    seq,
    id,
    createdAt,
    endpoint: status === null ? null : { status, pausedReason, readUntil, isPending: isPending === 1 },
  }))
}
