import { AppError, type ErrorCode } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import type { AccountRecord, AccountRecords } from '../../storage/queries/records/account-records.ts'
import type { Ctx } from '../context.ts'
import { changes, subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

/** What the kinds of records differ in that an account keeps beside its conversations; otherwise all are made, changed and deleted alike. */
export type RecordKind<R extends AccountRecord> = {
  /** The first word of its events. */
  noun: 'team' | 'label' | 'canned_response' | 'attribute_definition' | 'saved_filter' | 'delivery'
  missing: ErrorCode
  queries: AccountRecords<R>
  fields: readonly (keyof R & string)[]
  /** Refuses a record that must not be written like this. */
  check?(ctx: Ctx, tx: Tx, record: R): Promise<void>
  /** Whether the record exists for the caller. */
  isOwn?(ctx: Ctx, record: R): boolean
  /** What else changes with it, as events to be recorded before its own. */
  afterUpdate?(ctx: Ctx, tx: Tx, before: R, after: R): Promise<NewEvent[]>
  afterDelete?(ctx: Ctx, tx: Tx, record: R): Promise<NewEvent[]>
}

export type RecordFields<R extends AccountRecord> = Omit<R, keyof AccountRecord>

export async function createRecord<R extends AccountRecord>(kind: RecordKind<R>, ctx: Ctx, tx: Tx, fields: RecordFields<R>): Promise<R> {
  const now = ctx.core.now()
  const [id] = await tx.takeIds(1)
  const record = { ...fields, id: id as number, accountId: ctx.accountId, createdAt: now, updatedAt: now } as unknown as R
  await kind.check?.(ctx, tx, record)
  await kind.queries.insert(tx, record)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent(`${kind.noun}.created`, record.id, ctx.actor)])
  return record
}

/** Only what is given changes; setting what is set already writes nothing. */
export async function updateRecord<R extends AccountRecord>(
  kind: RecordKind<R>,
  ctx: Ctx,
  tx: Tx,
  id: number,
  change: Partial<RecordFields<R>>,
): Promise<R> {
  const before = await lockRecord(kind, ctx, tx, id)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after = { ...before, ...given }
  const changed = changes(before, after, kind.fields)
  if (!changed) return before
  after.updatedAt = ctx.core.now()
  await kind.check?.(ctx, tx, after)
  await kind.queries.update(tx, after)
  const events = (await kind.afterUpdate?.(ctx, tx, before, after)) ?? []
  const event = subjectEvent(`${kind.noun}.updated`, id, ctx.actor, { fields: Object.keys(changed) })
  await recordEvents(tx, ctx.accountId, after.updatedAt, [...events, event])
  return after
}

export async function deleteRecord<R extends AccountRecord>(kind: RecordKind<R>, ctx: Ctx, tx: Tx, id: number): Promise<void> {
  const record = await lockRecord(kind, ctx, tx, id)
  const events = (await kind.afterDelete?.(ctx, tx, record)) ?? []
  await kind.queries.remove(tx, ctx.accountId, id)
  await recordEvents(tx, ctx.accountId, ctx.core.now(), [...events, subjectEvent(`${kind.noun}.deleted`, id, ctx.actor)])
}

async function lockRecord<R extends AccountRecord>(kind: RecordKind<R>, ctx: Ctx, tx: Tx, id: number): Promise<R> {
  const record = await kind.queries.lock(tx, ctx.accountId, id)
  if (!record || kind.isOwn?.(ctx, record) === false) throw new AppError(kind.missing)
  return record
}
