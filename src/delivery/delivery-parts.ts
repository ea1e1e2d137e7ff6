import type { FastifyBaseLogger } from 'fastify'
import type { Core } from '../core/context.ts'
import type { Outlet } from '../dialects/dialect.ts'
import type { DialectName } from '../model/token.ts'
import type { Sender } from './sender.ts'

/** What the delivery of webhooks is lent. */
export type DeliveryParts = {
  core: Core
  /** How each dialect that has webhooks tells of things. */
  outlets: ReadonlyMap<DialectName, Outlet>
  sender: Sender
  log: FastifyBaseLogger
  /** Where this server is reached; begins the addresses in what is told. */
  origin: string
  version: string
  /** For how many hours a delivery is tried, and a receiver that takes nothing is thought to come back. */
  retryHours: number
  /** From 0 up to 1; spreads the gaps between tries. */
  jitter?: () => number
  /** Told of every try: whether it was taken, how long the receiver needed, and how old the event was at the end of it. */
  onTry?: (tried: { taken: boolean; seconds: number; ageSeconds: number }) => void
}
