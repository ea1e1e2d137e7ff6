import type { DialectName } from '../../../model/token.ts'
import type { Webhook, WebhookStatus, WebhookTarget } from '../../../model/webhook.ts'
import { type Db, forUpdate, type Table, type Tx, type Value } from '../../db.ts'

export const webhooksTable: Table = {
  name: 'webhooks',
  columns: {
    account_id: 'bigint',
    id: 'bigint',
    dialect: 'text',
    url: 'text',
    name: 'text',
    events: 'text',
    status: 'text',
    channel_id: 'bigint',
    secret: 'text',
    created_at: 'bigint',
    updated_at: 'bigint',
    last_attempt_at: 'bigint',
    last_error_at: 'bigint',
    last_error: 'text',
    target: 'text',
    application_id: 'bigint',
    egress_allow: 'text',
    old_secret: 'text',
    old_secret_until: 'bigint',
    paused_at: 'bigint',
    paused_reason: 'text',
    position: 'bigint',
    last_number: 'bigint',
    failures: 'bigint',
    failing_since: 'bigint',
    not_before: 'bigint',
  },
}
/** What somebody says of a webhook; the rest of the row is the sender's. */
const SAID = [
  'dialect',
  'url',
  'name',
  'events',
  'status',
  'channel_id',
  'secret',
  'updated_at',
  'application_id',
  'egress_allow',
  'old_secret',
  'old_secret_until',
  'paused_at',
  'paused_reason',
]
export const webhookColumns = Object.keys(webhooksTable.columns).join(', ')

export type WebhookRow = {
  account_id: number
  id: number
  dialect: DialectName
  url: string
  name: string | null
  events: string
  status: WebhookStatus
  channel_id: number | null
  secret: string
  created_at: number
  updated_at: number
  last_attempt_at: number | null
  last_error_at: number | null
  last_error: string | null
  target: WebhookTarget
  application_id: number | null
  egress_allow: string
  old_secret: string | null
  old_secret_until: number | null
  paused_at: number | null
  paused_reason: string | null
  position: number
  last_number: number
  failures: number
  failing_since: number | null
  not_before: number
}

export function insertWebhook(tx: Tx, webhook: Webhook): Promise<void> {
  return tx.insertMany(webhooksTable, [toRow(webhook)])
}

/** Writes what somebody says of it, and nothing of what the sender does. */
export function updateWebhook(tx: Tx, webhook: Webhook): Promise<number> {
  const row = toRow(webhook)
  const names = Object.keys(webhooksTable.columns)
  const said = SAID.map((name) => row[names.indexOf(name)] as Value)
  return tx.updateMany(webhooksTable, ['account_id', 'id'], SAID, [[webhook.accountId, webhook.id, ...said]])
}

export function deleteWebhook(tx: Tx, accountId: number, id: number): Promise<number> {
  return tx.run('delete from webhooks where account_id = $1 and id = $2', [accountId, id])
}

const BY_ID = `select ${webhookColumns} from webhooks where account_id = $1 and dialect = $2 and id = $3 and target = 'webhook'`

export async function findWebhook(db: Db, accountId: number, of: { dialect: DialectName; id: number }): Promise<Webhook | undefined> {
  const row = await db.one<WebhookRow>(BY_ID, [accountId, of.dialect, of.id])
  return row && toWebhook(row)
}

export async function lockWebhook(tx: Tx, accountId: number, of: { dialect: DialectName; id: number }): Promise<Webhook | undefined> {
  const row = await tx.one<WebhookRow>(BY_ID + forUpdate(tx), [accountId, of.dialect, of.id])
  return row && toWebhook(row)
}

export async function findWebhookByUrl(db: Db, accountId: number, of: { dialect: DialectName; url: string }): Promise<Webhook | undefined> {
  const sql = `select ${webhookColumns} from webhooks where account_id = $1 and dialect = $2 and url = $3 and target = 'webhook'`
  const row = await db.one<WebhookRow>(sql, [accountId, of.dialect, of.url])
  return row && toWebhook(row)
}

export async function findWebhookOfApplication(
  db: Db,
  accountId: number,
  of: { dialect: DialectName; applicationId: number },
): Promise<Webhook | undefined> {
  const sql = `select ${webhookColumns} from webhooks where account_id = $1 and dialect = $2 and application_id = $3 and target = 'webhook'`
  const row = await db.one<WebhookRow>(sql, [accountId, of.dialect, of.applicationId])
  return row && toWebhook(row)
}

/** Of every dialect, without the own addresses of channels and bots. */
export async function countWebhooks(db: Db, accountId: number): Promise<number> {
  const sql = "select count(*) as count from webhooks where account_id = $1 and target = 'webhook'"
  return (await db.one<{ count: number }>(sql, [accountId]))?.count ?? 0
}

/** A dialect's, the oldest first. */
export async function listWebhooks(
  db: Db,
  accountId: number,
  page: { dialect: DialectName; afterId?: number; limit?: number },
): Promise<Webhook[]> {
  const limit = page.limit === undefined ? '' : ' limit $4'
  const params = [accountId, page.dialect, page.afterId ?? 0, ...(page.limit === undefined ? [] : [page.limit])]
  const sql = `select ${webhookColumns} from webhooks where account_id = $1 and dialect = $2 and id > $3 and target = 'webhook' order by id${limit}`
  return (await db.all<WebhookRow>(sql, params)).map(toWebhook)
}

function toRow(w: Webhook): Value[] {
  return [
    w.accountId,
    w.id,
    w.dialect,
    w.url,
    w.name,
    JSON.stringify(w.events),
    w.status,
    w.channelId,
    w.secret,
    w.createdAt,
    w.updatedAt,
    w.lastAttemptAt,
    w.lastErrorAt,
    w.lastError,
    w.target,
    w.applicationId,
    JSON.stringify(w.egressAllow),
    w.oldSecret,
    w.oldSecretUntil,
    w.pausedAt,
    w.pausedReason,
    w.position,
    w.lastNumber,
    w.failures,
    w.failingSince,
    w.notBefore,
  ]
}

export function toWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    accountId: row.account_id,
    dialect: row.dialect,
    url: row.url,
    name: row.name,
    events: JSON.parse(row.events),
    status: row.status,
    channelId: row.channel_id,
    secret: row.secret,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastAttemptAt: row.last_attempt_at,
    lastErrorAt: row.last_error_at,
    lastError: row.last_error,
    target: row.target,
    applicationId: row.application_id,
    egressAllow: JSON.parse(row.egress_allow),
    oldSecret: row.old_secret,
    oldSecretUntil: row.old_secret_until,
    pausedAt: row.paused_at,
    pausedReason: row.paused_reason,
    position: row.position,
    lastNumber: row.last_number,
    failures: row.failures,
    failingSince: row.failing_since,
    notBefore: row.not_before,
  }
}
