import { Type } from 'typebox'

/** The labels of a conversation or a contact, as they are given and as they are answered (chatwoot sheet 6.2 and 7). */
export const LabelsInput = Type.Object({ labels: Type.Array(Type.String({ minLength: 1, maxLength: 255 }), { maxItems: 100 }) })
export const Labels = Type.Object({ payload: Type.Array(Type.String()) })
