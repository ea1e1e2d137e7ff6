import { systemCtx } from '../../core/accounts/create-account.ts'
import type { Core, Ctx } from '../../core/context.ts'
import type { Account } from '../../model/account.ts'
import { AppError } from '../../model/errors.ts'
import type { Webhook } from '../../model/webhook.ts'
import { listAccounts } from '../../storage/queries/accounts.ts'
import { findReceiver } from '../../storage/queries/webhooks/receivers.ts'
import { UsageError } from '../command.ts'
import { findAccount } from '../find-account.ts'

/** What a sub-command works with; `words` stand behind its name. */
export type WebhookWork = { core: Core; flags: ReadonlyMap<string, string>; words: readonly string[]; out: (text: string) => void }

/** The accounts meant: the one that `--account` names, or all. */
export async function accountsOf({ core, flags }: WebhookWork): Promise<Account[]> {
  const chosen = await findAccount(core, flags.get('account'))
  return chosen ? [chosen] : listAccounts(core.store)
}

/** A webhook with its account, to work in. */
export type OpenWebhook = { ctx: Ctx; account: Account; webhook: Webhook }

/** The webhook that the first word names. Refuses with `webhook_not_found`. */
export async function openWebhook(work: WebhookWork): Promise<OpenWebhook> {
  const [text = ''] = work.words
  if (!/^\d{1,15}$/.test(text)) throw new UsageError('A webhook is named by the number `parley webhook list` shows.')
  for (const account of await accountsOf(work)) {
    const webhook = await findReceiver(work.core.store, account.id, Number(text))
    if (webhook) return { ctx: systemCtx(work.core, account.id), webhook, account }
  }
  throw new AppError('webhook_not_found')
}

/** A flag that is a whole number. */
export function readNumber(flags: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = flags.get(name)
  if (text !== undefined && !/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`--${name} must be a whole number above 0.`)
  return text === undefined ? undefined : Number(text)
}

/** Rows below their heads, every column as wide as its widest cell. */
export function formatTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)))
  const lines = [heads, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
