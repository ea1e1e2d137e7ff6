import { Type } from 'typebox'
import type { Account } from '../../../model/account.ts'
import { findAccounts } from '../../../storage/queries/accounts.ts'
import type { TimeSpan } from '../../../storage/queries/conversations/conversation-filter.ts'
import type { App } from '../../dialect.ts'
import { credentials, tokenOf } from '../auth.ts'
import { toFacts, toWireEnterprise, WireLinkedEnterprise } from '../enterprise.ts'
import { accountsOf, EnterpriseIds, selectAccounts } from '../enterprise-ids.ts'
import { answers, invalid } from '../errors.ts'
import { Limitation, sendPage } from '../limitation.ts'
import { readInterval, TimeInterval } from '../time-interval.ts'
import { nullable, toUtc, Uuid } from '../wire.ts'

/** The longest `LinkedUtc` and `UpdatedUtc` here, in months. */
const MAX_MONTHS = 3

/** `enterprises/getAll` (mews sheet 7). An enterprise was linked when its AccessToken was made. */
export function getAllEnterprises(app: App): void {
  app.post(
    '/enterprises/getAll',
    {
      config: { action: 'identify' },
      schema: {
        operationId: 'enterprises_getAll',
        summary: 'Get the enterprises in the scope of an AccessToken, newest first',
        body: Type.Object({
          ...credentials,
          EnterpriseIds,
          ExternalIdentifiers: Type.Optional(nullable(Type.Array(Type.String(), { minItems: 1, maxItems: 1000 }))),
          LinkedUtc: Type.Optional(nullable(TimeInterval)),
          UpdatedUtc: Type.Optional(nullable(TimeInterval)),
          Limitation,
        }),
        response: answers({
          200: Type.Object({ Enterprises: Type.Array(WireLinkedEnterprise), Cursor: nullable(Uuid) }),
          204: Type.Null(),
        }),
      },
    },
    async (request, reply) => {
      const { ctx, body } = request
      const { ids, store } = ctx.core
      const linkedAt = tokenOf(ctx).createdAt
      const wanted = new Set(selectAccounts(ctx, body.EnterpriseIds))
      const linked = readInterval('LinkedUtc', body.LinkedUtc, MAX_MONTHS)
      const updated = readInterval('UpdatedUtc', body.UpdatedUtc, MAX_MONTHS)
      const accounts = (await findAccounts(store, accountsOf(ctx))).sort(newestFirst)
      const cursor = body.Limitation.Cursor
      const last = cursor == null ? undefined : accounts.find((account) => account.id === ids.fromUuid('account', cursor))
      if (cursor != null && !last) throw invalid('Cursor')
      // No enterprise has an external identifier, so none has one that is asked for.
      const isWanted = (account: Account) =>
        wanted.has(account.id) && !body.ExternalIdentifiers && isIn(updated, account.updatedAt) && isIn(linked, linkedAt)
      const page = accounts
        .filter((account) => isWanted(account) && (!last || newestFirst(last, account) < 0))
        .slice(0, body.Limitation.Count)
      const enterprises = page.map((account) => ({ ...toWireEnterprise(toFacts(ids, account)), LinkedUtc: toUtc(linkedAt) }))
      return sendPage(request, reply, 'Enterprises', enterprises)
    },
  )
}

function newestFirst(a: Account, b: Account): number {
  return b.createdAt - a.createdAt || b.id - a.id
}

function isIn(span: TimeSpan | undefined, time: number): boolean {
  return !span || (time >= span.from && time < span.before)
}
