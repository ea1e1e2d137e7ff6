import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type AllowanceSize, charge, type Spend } from '../../allowances.ts'
import { clientAddress } from '../../client-address.ts'
import { Email, Text } from '../wire.ts'

export const WidgetParams = Type.Object({
  channelIdentifier: Type.String({ description: 'The public name of a channel of the kind `web_widget`' }),
})
/** What visitors say about themselves. */
export const ProfileFields = {
  name: Type.Optional(Text(255)),
  email: Type.Optional(Email),
  phone: Type.Optional(Text(64)),
}

/** Bytes that visitors of one address may send, so that nobody fills the disk without being known. */
const BYTES: AllowanceSize = { requests: 1024 ** 3, seconds: 600 }
/** What is counted for a body whose length is not said: a file of the largest size there is. */
const UNSAID_BYTES = 40 * 1024 ** 2

/** Counts what a visitor is about to send, before it is received. Refuses with `rate_limited`. */
export function chargeBytes(spend: Spend, request: FastifyRequest): void {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  const bytes = length === undefined ? (coding === undefined ? 0 : UNSAID_BYTES) : Number(length)
  if (bytes > 0) charge(spend, BYTES, clientAddress(request), bytes)
}
