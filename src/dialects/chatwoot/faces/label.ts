import { type TSchema, Type } from 'typebox'
import type { JsonObject } from '../../../model/json.ts'
import type { Label } from '../../../model/label.ts'
import { toSeconds } from './times.ts'

/** How a vendor shows a label of the account, and which ones it takes. */
export type LabelFace = {
  Wire: TSchema
  toWire(label: Label): JsonObject
  Title: TSchema
  Color: TSchema
  /** Whether a title that a conversation is given becomes a label of the account by itself (99digital sheet 7). */
  definesOnTheFly: boolean
}

const Fields = {
  id: Type.Integer(),
  title: Type.String(),
  description: Type.Union([Type.String(), Type.Null()]),
  color: Type.String(),
  show_on_sidebar: Type.Boolean(),
}

/** chatwoot sheet 8. A title in upper case becomes one in lower case. */
export const chatwootLabel: LabelFace = {
  Wire: Type.Object(Fields),
  toWire,
  Title: Type.String({ maxLength: 255, pattern: '\\S' }),
  Color: Type.String({ minLength: 1, maxLength: 64 }),
  definesOnTheFly: false,
}

export const digitalLabel: LabelFace = { ...chatwootLabel, definesOnTheFly: true }

/** ndoto sheet 6. */
export const ndotoLabel: LabelFace = {
  Wire: Type.Object({ ...Fields, created_at: Type.Integer() }),
  toWire: (label) => ({ ...toWire(label), created_at: toSeconds(label.createdAt) }),
  // Tried on longer texts as well, to say all that is wrong with them: its time has to be linear.
  Title: Type.String({ maxLength: 255, pattern: '^\\s*[^\\s\\p{Lu}]\\P{Lu}*$', description: 'In lower case' }),
  Color: Type.String({ pattern: '^#(?:[0-9a-fA-F]{3}){1,2}$', description: 'Such as `#1F93FF`' }),
  definesOnTheFly: false,
}

function toWire({ id, title, description, color, onSidebar }: Label) {
  return { id, title, description, color, show_on_sidebar: onSidebar }
}
