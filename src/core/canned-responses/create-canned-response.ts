import type { CannedResponse } from '../../model/canned-response.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { cannedResponses, findCannedResponseByCode } from '../../storage/queries/records/canned-responses.ts'
import type { Ctx } from '../context.ts'
import { createRecord, deleteRecord, type RecordKind, updateRecord } from '../records/write-record.ts'

export type CreateCannedResponse = Pick<CannedResponse, 'shortCode' | 'content'>

const CANNED_RESPONSES: RecordKind<CannedResponse> = {
  noun: 'canned_response',
  missing: 'canned_response_not_found',
  queries: cannedResponses,
  fields: ['shortCode', 'content'],
  async check({ accountId }, tx, { id, shortCode }) {
    const other = await findCannedResponseByCode(tx, accountId, shortCode)
    if (other && other.id !== id) throw new AppError('short_code_taken', { field: 'shortCode' })
  },
}

/** Refuses with `short_code_taken`. */
export function createCannedResponse(ctx: Ctx, tx: Tx, input: CreateCannedResponse): Promise<CannedResponse> {
  return createRecord(CANNED_RESPONSES, ctx, tx, input)
}

/** Only what is given changes. Refuses with `canned_response_not_found`, `short_code_taken`. */
export function updateCannedResponse(ctx: Ctx, tx: Tx, id: number, change: Partial<CreateCannedResponse>): Promise<CannedResponse> {
  return updateRecord(CANNED_RESPONSES, ctx, tx, id, change)
}

/** Refuses with `canned_response_not_found`. */
export function deleteCannedResponse(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  return deleteRecord(CANNED_RESPONSES, ctx, tx, id)
}
