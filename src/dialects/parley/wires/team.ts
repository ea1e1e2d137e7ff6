import { type Static, Type } from 'typebox'
import type { Team } from '../../../model/team.ts'
import { Id, Nullable, Time, toWireTime } from '../wire.ts'

export const WireTeam = Type.Object({
  id: Id,
  name: Type.String(),
  description: Nullable(Type.String()),
  memberIds: Type.Array(Id),
  createdAt: Time,
  updatedAt: Time,
})

export function toWireTeam({ id, name, description, createdAt, updatedAt }: Team, memberIds: number[]): Static<typeof WireTeam> {
  return { id, name, description, memberIds, createdAt: toWireTime(createdAt), updatedAt: toWireTime(updatedAt) }
}
