import { standardRetention } from '../../config-retention.ts'
import { readDays } from '../../config-values.ts'
import { systemCtx } from '../../core/accounts/create-account.ts'
import { updateAccount } from '../../core/accounts/update-account.ts'
import { type Days, type Retention, retentionOf } from '../../model/retention.ts'
import { type Invocation, UsageError } from '../command.ts'
import { findAccount } from '../find-account.ts'
import { withStore } from '../with-store.ts'

const FLAGS = { messages: 'messageDays', events: 'eventDays', deliveries: 'deliveryDays' } as const satisfies Record<
  string,
  keyof Retention
>

/** `parley retention --account NAME`: shows for how long the account keeps what grows, and changes it where a flag says so. */
export async function retention({ settings, flags, terminal }: Invocation): Promise<number> {
  const given = readGiven(flags)
  return withStore(settings.config, async (core) => {
    const account = await findAccount(core, flags.get('account'))
    if (!account) throw new UsageError('Say which account: `parley retention --account NAME`.')
    const changed =
      Object.keys(given).length > 0
        ? await core.store.tx((tx) => updateAccount(systemCtx(core, account.id), tx, { settings: { retention: given } }))
        : account
    const own = changed.settings.retention ?? {}
    const now = retentionOf(own, standardRetention(settings.config))
    for (const [word, key] of Object.entries(FLAGS)) {
      const days = now[key] === null ? 'for ever' : `${now[key]} days`
      terminal.out(`${word}: ${days}${own[key] === undefined ? ', as the installation has it' : ''}\n`)
    }
  })
}

/** Undefined stands for the installation's word. */
function readGiven(flags: ReadonlyMap<string, string>): Partial<Record<keyof Retention, Days | undefined>> {
  const given: Partial<Record<keyof Retention, Days | undefined>> = {}
  for (const [word, key] of Object.entries(FLAGS)) {
    const text = flags.get(word)
    if (text === undefined) continue
    try {
      given[key] = text === 'default' ? undefined : readDays(text)
    } catch (error) {
      throw new UsageError(`--${word} must be \`default\`, ${(error as Error).message}.`)
    }
  }
  return given
}
