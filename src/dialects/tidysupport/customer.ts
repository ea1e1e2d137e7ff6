import { Type } from 'typebox'
import type { Ctx } from '../../core/context.ts'
import type { Contact } from '../../model/author.ts'
import type { JsonObject } from '../../model/json.ts'
import { toWireContactStatus, WireContactStatus } from './contact.ts'
import { toWireTime, WireTime } from './times.ts'

/** What an unknown customer is answered with (tidysupport sheet 6). */
export const CUSTOMER_NOT_FOUND = 'Customer not found.'

/** Any JSON object. */
export const Metadata = Type.Unsafe<JsonObject>(Type.Object({}, { additionalProperties: true }))

const NullableText = Type.Union([Type.String(), Type.Null()])

/** tidysupport sheet 6. A customer is a contact; `externalId` is null for one that was never entered under an id of the business's own. */
export const WireCustomer = Type.Object({
  id: Type.String({ description: '`ctc_…`' }),
  workspaceId: Type.String({ description: '`wrk_…`' }),
  externalId: NullableText,
  email: NullableText,
  name: NullableText,
  status: WireContactStatus,
  metadata: Metadata,
  createdAt: WireTime,
  updatedAt: Type.Union([WireTime, Type.Null()], { description: 'Null until changed' }),
})

export function toWireCustomer(ctx: Ctx, contact: Contact) {
  return {
    id: ctx.core.ids.toPrefixed('contact', contact.id),
    workspaceId: ctx.core.ids.toPrefixed('account', contact.accountId),
    externalId: contact.identifier,
    email: contact.email,
    name: contact.name,
    status: toWireContactStatus(contact),
    metadata: contact.attributes,
    createdAt: toWireTime(contact.createdAt),
    updatedAt: contact.updatedAt === contact.createdAt ? null : toWireTime(contact.updatedAt),
  }
}
