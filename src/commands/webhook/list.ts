import { systemCtx } from '../../core/accounts/create-account.ts'
import { toWireWebhooks } from '../../dialects/parley/wires/webhook.ts'
import type { Account } from '../../model/account.ts'
import type { Webhook } from '../../model/webhook.ts'
import { listReceivers } from '../../storage/queries/webhooks/receivers.ts'
import { accountsOf, formatTable, type WebhookWork } from './webhook-work.ts'

const PAGE = 200
const HEADS = ['ID', 'ACCOUNT', 'API', 'FOR', 'STATUS', 'LAG', 'PENDING', 'ADDRESS']

/** Every webhook of an account, or of all, with how far it is behind. */
export async function list(work: WebhookWork): Promise<void> {
  const { core, out } = work
  const found = []
  for (const account of await accountsOf(work)) {
    const wires = await toWireWebhooks(systemCtx(core, account.id), core.store, await listAll(work, account))
    found.push(...wires.map((wire) => ({ account: account.name, ...wire })))
  }
  if (work.flags.has('json')) return out(`${JSON.stringify(found, null, 2)}\n`)
  if (found.length === 0) return out('There is no webhook.\n')
  const rows = found.map((one) => [`${one.id}`, one.account, one.dialect, one.target, one.status, `${one.lag}`, `${one.pending}`, one.url])
  out(formatTable(HEADS, rows))
}

async function listAll({ core }: WebhookWork, account: Account): Promise<Webhook[]> {
  const all: Webhook[] = []
  for (;;) {
    const page = await listReceivers(core.store, account.id, { after: all.at(-1)?.id ?? 0, limit: PAGE })
    all.push(...page)
    if (page.length < PAGE) return all
  }
}
