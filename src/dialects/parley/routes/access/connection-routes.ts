import type { Core } from '../../../../core/context.ts'
import { findExample } from '../../../../core/conversations/find-example.ts'
import { AppError } from '../../../../model/errors.ts'
import { findAccount } from '../../../../storage/queries/accounts.ts'
import { listTokens } from '../../../../storage/queries/people/tokens.ts'
import type { App, Dialect } from '../../../dialect.ts'
import { answers } from '../../errors.ts'
import { toWireConnection, WireConnections } from '../../wires/connection.ts'

/** For whoever may see the channels: what is shown of them is public. */
export function connectionRoutes(app: App, core: Core, dialects: readonly Dialect[]): void {
  app.get(
    '/connections',
    {
      config: { action: 'readChannels' },
      schema: {
        summary: 'List what a client of each API has to be given',
        description: 'Addresses, names and ids in each API’s form. No secret is among them: `POST /v1/tokens` makes one.',
        response: answers({ 200: WireConnections }),
      },
    },
    async ({ ctx }) => {
      const { accountId, origin: url, reach } = ctx
      const account = await findAccount(core.store, accountId)
      if (!account) throw new AppError('account_not_found')
      const tokens = await listTokens(core.store, accountId)
      const shown = { core, account, tokens, ...(await findExample(core, accountId, reach)) }
      const connections = await Promise.all(
        dialects.map((dialect) => toWireConnection(dialect, { ...shown, base: `${url}${dialect.mount}` })),
      )
      return { url, account: { id: account.id, name: account.name }, connections }
    },
  )
}
