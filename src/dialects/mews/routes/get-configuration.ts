import { Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import { findAccounts } from '../../../storage/queries/accounts.ts'
import type { App } from '../../dialect.ts'
import { credentials, tokenOf } from '../auth.ts'
import { type EnterpriseFacts, toFacts, toWireEnterprise, WireEnterprise } from '../enterprise.ts'
import { accountsOf } from '../enterprise-ids.ts'
import { answers, invalid } from '../errors.ts'
import { nullable, toUtc, Utc, UuidInput } from '../wire.ts'

const Configuration = Type.Object({
  NowUtc: Utc,
  Enterprise: Type.Object({
    ...WireEnterprise.properties,
    Currencies: Type.Array(Type.Object({ Currency: Type.String(), IsDefault: Type.Boolean(), IsEnabled: Type.Boolean() })),
    AccountingConfiguration: Type.Null(),
    IsPortfolio: Type.Boolean(),
  }),
  Service: Type.Null(),
  PaymentCardStorage: nullable(Type.Object({ PublicKey: Type.String() })),
  IsIdentityDocumentNumberRequired: Type.Boolean(),
})

/** `configuration/get` (mews sheet 7): a client's first call, "does my token work?". */
export function getConfiguration(app: App): void {
  app.post(
    '/configuration/get',
    {
      config: { action: 'identify' },
      schema: {
        operationId: 'configuration_get',
        summary: 'Get the enterprise behind an AccessToken',
        body: Type.Object({
          ...credentials,
          EnterpriseId: Type.Optional(
            nullable(Type.String({ ...UuidInput, description: 'One of the portfolio; the portfolio itself when left out' })),
          ),
        }),
        response: answers({ 200: Configuration }),
      },
    },
    async ({ ctx, body }) => {
      const account = await findEnterprise(ctx, body.EnterpriseId)
      return {
        NowUtc: toUtc(ctx.core.now()),
        Enterprise: {
          ...toWireEnterprise(account ?? portfolioFacts(ctx)),
          Currencies: [{ Currency: 'GBP', IsDefault: true, IsEnabled: true }],
          AccountingConfiguration: null,
          IsPortfolio: account === undefined,
        },
        Service: null,
        PaymentCardStorage: null,
        IsIdentityDocumentNumberRequired: false,
      }
    },
  )
}

/** The enterprise that is asked for; undefined where it is the portfolio as a whole. */
async function findEnterprise(ctx: Ctx, enterpriseId: string | null | undefined): Promise<EnterpriseFacts | undefined> {
  const { ids, store } = ctx.core
  const token = tokenOf(ctx)
  if (enterpriseId == null && token.scope === 'portfolio') return undefined
  const id = enterpriseId == null ? token.accountId : ids.fromUuid('account', enterpriseId)
  const [account] = id !== undefined && accountsOf(ctx).includes(id) ? await findAccounts(store, [id]) : []
  if (!account) throw invalid('EnterpriseId')
  return toFacts(ids, account)
}

/** The dummy enterprise that stands for a portfolio. */
function portfolioFacts(ctx: Ctx): EnterpriseFacts {
  const { id, label, createdAt } = tokenOf(ctx)
  const uuid = ctx.core.ids.toUuid('token', id)
  return { uuid, name: label || 'Portfolio', timezone: 'Europe/London', locale: 'en-GB', createdAt, updatedAt: createdAt }
}
