import { Type } from 'typebox'

/** Ids of many, each as a number or as its digits. */
export const IdsInput = Type.Array(Type.Union([Type.Integer({ minimum: 1 }), Type.String({ pattern: '^[1-9]\\d{0,14}$' })]), {
  maxItems: 1000,
})

export function toIds(input: readonly (number | string)[]): number[] {
  return input.map(Number)
}
