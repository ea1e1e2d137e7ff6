import { Type } from 'typebox'

/** The inbox prints whole seconds (tidysupport sheet 2). */
export const WireTime = Type.String({ description: 'ISO 8601, UTC, whole seconds', examples: ['2025-03-12T14:00:00Z'] })

export function toWireTime(microseconds: number): string {
  return `${new Date(microseconds / 1000).toISOString().slice(0, 19)}Z`
}

/** Deliveries to webhooks print milliseconds (tidysupport sheet 2). */
export function toPreciseTime(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString()
}
