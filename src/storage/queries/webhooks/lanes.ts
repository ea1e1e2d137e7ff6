import { type Db, forUpdateSkipLocked, type Table, type Tx } from '../../db.ts'

const table: Table = {
  name: 'webhook_lanes',
  columns: {
    account_id: 'bigint',
    webhook_id: 'bigint',
    lane: 'bigint',
    next_at: 'bigint',
    attempts: 'bigint',
    version: 'bigint',
    leased_by: 'text',
  },
}

/** A lane that is held by whoever claimed it: how often its oldest delivery was tried in vain, and the version at which it was claimed. */
export type ClaimedLane = { lane: number; attempts: number; version: number }

/**
 * Enters the lanes of a webhook's deliveries behind a number, due at once. One that is there already only learns that something was added: it may be held by somebody, or wait after a failure.
 */
export async function raiseLanes(tx: Tx, accountId: number, of: { webhookId: number; after: number; at: number }): Promise<void> {
  await tx.run(
    `insert into webhook_lanes (account_id, webhook_id, lane, next_at, attempts, version)
     select distinct account_id, webhook_id, lane, cast($4 as bigint), 0, 1 from webhook_deliveries
     where account_id = $1 and webhook_id = $2 and number > $3 order by lane
     on conflict (account_id, webhook_id, lane) do update set version = webhook_lanes.version + 1`,
    [accountId, of.webhookId, of.after, of.at],
  )
}

/** Makes one lane due at once, whether it was there or not; one that somebody holds stays theirs. */
export async function wakeLane(tx: Tx, accountId: number, of: { webhookId: number; lane: number; at: number }): Promise<void> {
  await tx.run(
    `insert into webhook_lanes (account_id, webhook_id, lane, next_at, attempts, version) values ($1, $2, $3, $4, 0, 1)
     on conflict (account_id, webhook_id, lane) do update set version = webhook_lanes.version + 1,
       next_at = case when webhook_lanes.leased_by is null then excluded.next_at else webhook_lanes.next_at end`,
    [accountId, of.webhookId, of.lane, of.at],
  )
}

/** Makes all lanes of a webhook due at once, but those that somebody holds. */
export async function wakeLanes(tx: Tx, accountId: number, webhookId: number, at: number): Promise<void> {
  await tx.run('update webhook_lanes set next_at = $3 where account_id = $1 and webhook_id = $2 and leased_by is null and next_at > $3', [
    accountId,
    webhookId,
    at,
  ])
}

/**
 * Takes due lanes, those that have waited longest first, for `by` until `until`. With `probe` it takes one that nobody holds, due or not: the one that was tried least.
 */
export async function claimLanes(
  tx: Tx,
  accountId: number,
  claim: { webhookId: number; now: number; until: number; by: string; limit: number; probe: boolean },
): Promise<ClaimedLane[]> {
  const which = claim.probe
    ? '(leased_by is null or next_at <= $3) order by attempts, next_at, lane'
    : 'next_at <= $3 order by next_at, lane'
  const due = await tx.rows<[lane: number]>(
    `select lane from webhook_lanes where account_id = $1 and webhook_id = $2 and ${which} limit $4${forUpdateSkipLocked(tx)}`,
    [accountId, claim.webhookId, claim.now, claim.probe ? 1 : claim.limit],
  )
  if (due.length === 0) return []
  // In two statements: with one, PostgreSQL, which knows the table as an empty one, compares every lane of a sudden backlog with every one that is due.
  return tx.all<ClaimedLane>(
    `update webhook_lanes set next_at = $4, leased_by = $5
     where account_id = $1 and webhook_id = $2 and lane = any($3) returning lane, attempts, version`,
    [accountId, claim.webhookId, due.map(([lane]) => lane), claim.until, claim.by],
  )
}

/** When a lane is due, and who sends it now. */
export async function findLane(
  db: Db,
  accountId: number,
  of: { webhookId: number; lane: number },
): Promise<{ nextAt: number; leasedBy: string | null } | undefined> {
  const sql = 'select next_at, leased_by from webhook_lanes where account_id = $1 and webhook_id = $2 and lane = $3'
  const row = await db.one<{ next_at: number; leased_by: string | null }>(sql, [accountId, of.webhookId, of.lane])
  return row && { nextAt: row.next_at, leasedBy: row.leased_by }
}

/** When the next lane of a webhook is due. */
export async function findNextDue(db: Db, accountId: number, webhookId: number): Promise<number | undefined> {
  const sql = 'select next_at from webhook_lanes where account_id = $1 and webhook_id = $2 order by next_at limit 1'
  return (await db.one<{ next_at: number }>(sql, [accountId, webhookId]))?.next_at
}

/** A lane that its holder lets go. */
export type HeldLane = { webhookId: number; lane: number; version: number; attempts: number; nextAt: number }

/** Takes lanes away in which nothing is pending; one to which something was added meanwhile is due at once instead. */
export async function endLanes(tx: Tx, accountId: number, by: string, lanes: readonly HeldLane[]): Promise<void> {
  const keys = ['account_id', 'webhook_id', 'lane', 'leased_by', 'version']
  const ended = await tx.deleteMany(
    table,
    keys,
    lanes.map((one) => [accountId, one.webhookId, one.lane, by, one.version]),
  )
  if (ended < lanes.length) await releaseLanes(tx, accountId, by, lanes)
}

/** Lets lanes go, each to be tried again at its time. */
export async function releaseLanes(tx: Tx, accountId: number, by: string, lanes: readonly HeldLane[]): Promise<void> {
  await tx.updateMany(
    table,
    ['account_id', 'webhook_id', 'lane', 'leased_by'],
    ['next_at', 'attempts'],
    lanes.map((one) => [accountId, one.webhookId, one.lane, by, one.nextAt, one.attempts]),
    'leased_by = null',
  )
}

/** Lets go of everything that somebody holds; without a name, that anybody does. */
export async function freeLanes(tx: Tx, at: number, by?: string): Promise<void> {
  if (by === undefined) await tx.run('update webhook_lanes set next_at = $1, leased_by = null where leased_by is not null', [at])
  else await tx.run('update webhook_lanes set next_at = $1, leased_by = null where leased_by = $2', [at, by])
}

export async function deleteLanes(tx: Tx, accountId: number, webhookId: number): Promise<void> {
  await tx.run('delete from webhook_lanes where account_id = $1 and webhook_id = $2', [accountId, webhookId])
}

/** Takes away the lanes of a webhook that nobody holds: what comes into one that is being sent has to wait for its end. */
export async function deleteFreeLanes(tx: Tx, accountId: number, webhookId: number): Promise<void> {
  await tx.run('delete from webhook_lanes where account_id = $1 and webhook_id = $2 and leased_by is null', [accountId, webhookId])
}
