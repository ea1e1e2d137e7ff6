import type { Webhook } from '../../../model/webhook.ts'
import { type Db, forUpdate, type Tx } from '../../db.ts'
import { toWebhook, type WebhookRow, webhookColumns, webhooksTable } from './webhooks.ts'

// Webhooks as the sender knows them: of any dialect and target, how far they have read the log, and how their receivers are.

export async function findReceiver(db: Db, accountId: number, id: number): Promise<Webhook | undefined> {
  const row = await db.one<WebhookRow>(`select ${webhookColumns} from webhooks where account_id = $1 and id = $2`, [accountId, id])
  return row && toWebhook(row)
}

/** All of the account's, by id. */
export async function listReceivers(db: Db, accountId: number, page: { after: number; limit: number }): Promise<Webhook[]> {
  const sql = `select ${webhookColumns} from webhooks where account_id = $1 and id > $2 order by id limit $3`
  return (await db.all<WebhookRow>(sql, [accountId, page.after, page.limit])).map(toWebhook)
}

/** Those with these ids; unknown ones are left out. */
export async function findReceivers(db: Db, accountId: number, ids: readonly number[]): Promise<Webhook[]> {
  const sql = `select ${webhookColumns} from webhooks where account_id = $1 and id = any($2)`
  return (await db.all<WebhookRow>(sql, [accountId, ids])).map(toWebhook)
}

/** In the order of ids, so that two transactions never wait for each other crosswise. */
export async function lockReceivers(tx: Tx, accountId: number, ids: readonly number[]): Promise<Webhook[]> {
  const sql = `select ${webhookColumns} from webhooks where account_id = $1 and id = any($2) order by id${forUpdate(tx)}`
  return (await tx.all<WebhookRow>(sql, [accountId, [...new Set(ids)]])).map(toWebhook)
}

/** Those that are told what happens, in the order of ids. */
export async function listActiveReceivers(db: Db, accountId: number): Promise<Webhook[]> {
  const sql = `select ${webhookColumns} from webhooks where account_id = $1 and status = 'active' order by id`
  return (await db.all<WebhookRow>(sql, [accountId])).map(toWebhook)
}

/** An active webhook for which there is something to do: the log goes on behind what it has read, or something of it may be sent before long. */
export type Waiting = { accountId: number; webhookId: number; behind: boolean; nextAt: number | null }

/** In all accounts; `before` is how far ahead is looked. One that rests is due when its rest ends. */
export async function listWaiting(db: Db, before: number): Promise<Waiting[]> {
  const rows = await db.rows<[accountId: number, webhookId: number, behind: number, nextAt: number | null]>(
    `select * from (
       select w.account_id, w.id, case when w.position < c.position then 1 else 0 end as behind,
              (select case when w.not_before > 0 then w.not_before else l.next_at end
               from webhook_lanes l where l.account_id = w.account_id and l.webhook_id = w.id order by l.next_at limit 1) as next_at
       from webhooks w join account_counters c on c.account_id = w.account_id where w.status = 'active'
     ) as waiting where behind = 1 or next_at <= $1`,
    [before],
  )
  return rows.map(([accountId, webhookId, behind, nextAt]) => ({ accountId, webhookId, behind: behind === 1, nextAt }))
}

/** The positions of their logs that active webhooks have not read, in all accounts. */
export async function countUnread(db: Db): Promise<number> {
  const row = await db.one<{ unread: number }>(
    `select coalesce(sum(c.position - w.position), 0) as unread
     from webhooks w join account_counters c on c.account_id = w.account_id where w.status = 'active'`,
  )
  return Number(row?.unread ?? 0)
}

/** The lanes of active webhooks in which something is pending, in all accounts. */
export async function countLanes(db: Db): Promise<number> {
  const row = await db.one<{ lanes: number }>(
    `select count(*) as lanes from webhook_lanes l
     where exists (select 1 from webhooks w where w.account_id = l.account_id and w.id = l.webhook_id and w.status = 'active')`,
  )
  return row?.lanes ?? 0
}

/** Those of some active webhooks that still stand at a position, with the number of their newest delivery; locked, in the order of ids. */
export async function lockStanding(
  tx: Tx,
  accountId: number,
  of: { ids: readonly number[]; position: number },
): Promise<{ id: number; lastNumber: number }[]> {
  const rows = await tx.rows<[id: number, lastNumber: number]>(
    `select id, last_number from webhooks
     where account_id = $1 and id = any($2) and position = $3 and status = 'active' order by id${forUpdate(tx)}`,
    [accountId, of.ids, of.position],
  )
  return rows.map(([id, lastNumber]) => ({ id, lastNumber }))
}

/** Notes how far webhooks have read the log, and the number of their newest delivery. */
export function updateReading(
  tx: Tx,
  accountId: number,
  webhooks: readonly { id: number; position: number; lastNumber: number }[],
): Promise<number> {
  const rows = webhooks.map((one) => [accountId, one.id, one.position, one.lastNumber])
  return tx.updateMany(webhooksTable, ['account_id', 'id'], ['position', 'last_number'], rows)
}

/** Lets it read the log from behind a position. */
export async function moveReceiver(tx: Tx, accountId: number, id: number, position: number): Promise<void> {
  await tx.run('update webhooks set position = $3 where account_id = $1 and id = $2', [accountId, id, position])
}

const HEALTH = ['failures', 'failing_since', 'not_before', 'last_attempt_at', 'last_error_at', 'last_error']

/** Writes how receivers are. */
export function updateHealth(tx: Tx, webhooks: readonly Webhook[]): Promise<number> {
  return tx.updateMany(
    webhooksTable,
    ['account_id', 'id'],
    HEALTH,
    webhooks.map((w) => [w.accountId, w.id, w.failures, w.failingSince, w.notBefore, w.lastAttemptAt, w.lastErrorAt, w.lastError]),
  )
}
