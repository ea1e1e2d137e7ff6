import type { Reader } from '../../core/access.ts'
import type { Outlet } from '../dialect.ts'
import { signatureHeaders } from './standard-webhooks.ts'
import { namesOf } from './webhook-events.ts'
import { toWireEvents } from './wires/event.ts'

/** A webhook is the account's own, so it is told as an administrator is: of every conversation, and of notes. */
const READER: Reader = { role: 'administrator', id: 0 }

/** Parley's own webhooks, as https://www.standardwebhooks.com has them. Nothing is left out, so that the positions a receiver is told are as complete as what it asked for. */
export const outlet: Outlet = {
  timeoutMs: 10_000,
  namesOf: ({ event }, webhook) => namesOf(event, webhook),
  async render(ctx, { noticed, name }) {
    const [data] = await toWireEvents(ctx, READER, [noticed])
    return data && { type: name, timestamp: data.at, data }
  },
  headers: signatureHeaders,
}
