import { AppError } from '../../model/errors.ts'
import type { SavedFilter } from '../../model/saved-filter.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { listSavedFilters, savedFilters } from '../../storage/queries/records/saved-filters.ts'
import type { Ctx } from '../context.ts'
import { createRecord, deleteRecord, type RecordKind, updateRecord } from '../records/write-record.ts'

export type SaveFilter = Pick<SavedFilter, 'name' | 'entity' | 'query'>

const MAX_FILTERS = 1000

const SAVED_FILTERS: RecordKind<SavedFilter> = {
  noun: 'saved_filter',
  missing: 'saved_filter_not_found',
  queries: savedFilters,
  fields: ['name', 'entity', 'query'],
  isOwn: ({ actor }, { memberId }) => memberId === actor.id,
}

/** Keeps a query for the caller, for nobody else. Refuses with `too_many_saved_filters`. */
export async function saveFilter(ctx: Ctx, tx: Tx, input: SaveFilter): Promise<SavedFilter> {
  if ((await listSavedFilters(tx, ctx.accountId, ctx.actor.id)).length >= MAX_FILTERS) throw new AppError('too_many_saved_filters')
  return createRecord(SAVED_FILTERS, ctx, tx, { ...input, memberId: ctx.actor.id })
}

/** One of the caller's own. */
export async function findOwnFilter(ctx: Ctx, db: Db, id: number): Promise<SavedFilter | undefined> {
  const filter = await savedFilters.find(db, ctx.accountId, id)
  return filter?.memberId === ctx.actor.id ? filter : undefined
}

/** Only what is given changes. Refuses with `saved_filter_not_found`. */
export function updateSavedFilter(ctx: Ctx, tx: Tx, id: number, change: Partial<SaveFilter>): Promise<SavedFilter> {
  return updateRecord(SAVED_FILTERS, ctx, tx, id, change)
}

/** Refuses with `saved_filter_not_found`. */
export function deleteSavedFilter(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  return deleteRecord(SAVED_FILTERS, ctx, tx, id)
}
