import { type Static, Type } from 'typebox'
import type { Label } from '../../../model/label.ts'
import { Id, Nullable, Time, toWireTime } from '../wire.ts'

export const WireLabel = Type.Object({
  id: Id,
  title: Type.String({ description: 'What conversations and contacts bear; in lower case' }),
  description: Nullable(Type.String()),
  color: Type.String({ description: 'A colour of the web, e.g. `#1f93ff`' }),
  onSidebar: Type.Boolean({ description: 'Whether it is offered beside the list of conversations' }),
  createdAt: Time,
  updatedAt: Time,
})

export function toWireLabel({ id, title, description, color, onSidebar, createdAt, updatedAt }: Label): Static<typeof WireLabel> {
  return { id, title, description, color, onSidebar, createdAt: toWireTime(createdAt), updatedAt: toWireTime(updatedAt) }
}
