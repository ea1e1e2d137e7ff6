import { AppError } from '../../model/errors.ts'
import type { IdempotencyRecord } from '../../storage/queries/idempotency-keys.ts'
import type { Answer, Keyed } from '../context.ts'

/** The record among some that belongs to a keyed request, if the key was used before. Refuses a key that was used for another request. */
export function findReplay(records: readonly IdempotencyRecord[], keyed: Keyed): IdempotencyRecord | undefined {
  const record = records.find((one) => one.scope === keyed.scope && one.key === keyed.key)
  if (record && record.fingerprint !== keyed.fingerprint) throw new AppError('idempotency_key_reused')
  return record
}

export function toRecord(keyed: Keyed, answer: Answer, at: number): IdempotencyRecord {
  return { ...keyed, status: answer.status, answer: answer.body, messageIds: answer.messageIds ?? [], createdAt: at }
}
