import { type Static, Type } from 'typebox'
import type { CannedResponse } from '../../../model/canned-response.ts'
import { Id, Time, toWireTime } from '../wire.ts'

export const WireCannedResponse = Type.Object({
  id: Id,
  shortCode: Type.String({ description: 'What it is found by, unique in the account' }),
  content: Type.String(),
  createdAt: Time,
  updatedAt: Time,
})
export function toWireCannedResponse({ id, shortCode, content, createdAt, updatedAt }: CannedResponse): Static<typeof WireCannedResponse> {
  return { id, shortCode, content, createdAt: toWireTime(createdAt), updatedAt: toWireTime(updatedAt) }
}
