import { systemCtx } from '../../core/accounts/create-account.ts'
import type { Core } from '../../core/context.ts'
import { beginErasure } from '../../core/erasure/begin-erasure.ts'
import { continueErasure } from '../../core/erasure/continue-erasure.ts'
import { describeKept } from '../../core/erasure/describe-kept.ts'
import { findContact } from '../../core/seed/seed-work.ts'
import type { Erasure, ErasureCounts } from '../../model/erasure.ts'
import { CommandError, type Invocation, UsageError } from '../command.ts'
import { findAccount } from '../find-account.ts'
import { withStore } from '../with-store.ts'

const EVERY_MS = 1000

/** `parley erase --account NAME --contact WHO`: goes on with an erasure that was begun and not finished. */
export async function erase({ settings, flags, terminal }: Invocation): Promise<number> {
  return withStore(settings.config, async (core) => {
    const begun = await begin(core, flags)
    let last = begun
    let shown = performance.now()
    await continueErasure(core, begun, undefined, (erasure) => {
      if (erasure.phase !== last.phase || performance.now() - shown > EVERY_MS) {
        shown = performance.now()
        terminal.err(`${erasure.phase}: ${describeCounts(erasure.counts) || 'nothing yet'}\n`)
      }
      last = erasure
    })
    const report = { erasure: last.id, contact: last.contactId, counts: last.counts, kept: describeKept(core.store.engine, last) }
    if (flags.has('json')) terminal.out(`${JSON.stringify(report, null, 2)}\n`)
    else
      terminal.out(
        `Erased contact ${last.contactId}: ${describeCounts(last.counts) || 'there was nothing else'}.\nKept:\n${report.kept.map(({ what, why }) => `  ${what}. ${why}\n`).join('')}`,
      )
  })
}

/** A contact that is gone already is named by their number. */
async function begin(core: Core, flags: ReadonlyMap<string, string>): Promise<Erasure> {
  const account = await findAccount(core, flags.get('account'))
  const who = flags.get('contact')
  if (!account || who === undefined) throw new UsageError('Say whom: `parley erase --account NAME --contact WHO`.')
  const contact = await findContact(core.store, account.id, who)
  const id = contact?.id ?? (/^[1-9]\d{0,15}$/.test(who) ? Number(who) : undefined)
  if (id === undefined) throw new CommandError(`There is no contact ${JSON.stringify(who)} in ${account.name}.`)
  return core.store.tx((tx) => beginErasure(systemCtx(core, account.id), tx, id))
}

const WORDS: Record<keyof ErasureCounts, string> = {
  conversations: 'conversations',
  messages: 'messages',
  files: 'files',
  sharedConversations: 'shared conversations left',
  emptiedMessages: 'messages emptied',
  deliveries: 'deliveries',
  events: 'events emptied',
  answers: 'kept answers',
  webhookAnswers: 'answers of webhooks',
}

function describeCounts(counts: ErasureCounts): string {
  const keys = Object.keys(WORDS) as (keyof ErasureCounts)[]
  return keys.flatMap((key) => (counts[key] > 0 ? [`${WORDS[key]} ${counts[key]}`] : [])).join(', ')
}
