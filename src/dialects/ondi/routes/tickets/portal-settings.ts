import { Type } from 'typebox'
import { findSupporters } from '../../../../core/tickets/ticket-access.ts'
import { findMembers } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { FAILURES, Success, TENANT_QUERY, Uuid } from '../../schemas.ts'
import { toWireSender, WireSender } from '../../user.ts'

/** ondi sheet 4.10: what of the customer portal's settings is about support. The list is the account's support members, set through Parley's own API or a seed. */
export function getPortalSettings(app: App): void {
  const values = Type.Object({
    support_ticket_settings: Type.Object({ support_user_ids: Type.Array(Uuid), support_users: Type.Array(WireSender) }),
    visibility_settings: Type.Object({
      chat: Type.Object({ support_chat_enabled: Type.Boolean({ description: 'Whether anybody answers support tickets' }) }),
    }),
  })
  app.get(
    '/delivery/customer-portal/settings',
    {
      config: { action: 'identify' },
      schema: {
        summary: 'Settings of the customer portal',
        querystring: Type.Object(TENANT_QUERY),
        response: { 200: Success({ data: Type.Object({ options: Type.Object({}), values }) }), ...FAILURES },
      },
    },
    async ({ ctx }) => {
      const members = await findMembers(ctx.core.store, ctx.accountId, await findSupporters(ctx))
      const users = members.flatMap((one) => toWireSender(ctx.core.ids.toUuid('author', one.id), one) ?? [])
      return {
        success: true as const,
        message: 'Settings retrieved successfully',
        data: {
          options: {},
          values: {
            support_ticket_settings: { support_user_ids: users.map((one) => one.id), support_users: users },
            visibility_settings: { chat: { support_chat_enabled: users.length > 0 } },
          },
        },
      }
    },
  )
}
