import { systemCtx } from '../core/accounts/create-account.ts'
import type { Core } from '../core/context.ts'
import { findContact, findMember } from '../core/seed/seed-work.ts'
import { hashPassword } from '../core/sessions/hash-password.ts'
import { setPassword } from '../core/sessions/set-password.ts'
import { CommandError, type Invocation, UsageError } from './command.ts'
import { findAccount } from './find-account.ts'
import { withStore } from './with-store.ts'

/** `parley password --account NAME --member EMAIL`: the password is the first line of standard input, so that it stands in no list of processes. */
export async function password({ settings, flags, terminal }: Invocation): Promise<number> {
  const remove = flags.has('remove')
  if (remove && flags.has('password')) throw new UsageError('Give --password or --remove, not both.')
  if (flags.has('member') === flags.has('contact')) throw new UsageError('Say whose password it is: --member or --contact.')
  if (!flags.has('account')) throw new UsageError('--member and --contact need --account.')
  const text = remove ? undefined : (flags.get('password') ?? (await terminal.readStdin()).split(/\r?\n/, 1)[0] ?? '')
  return withStore(settings.config, async (core) => {
    const hash = text === undefined ? null : await hashPassword(core, text)
    const { accountId, person } = await findPerson(core, flags)
    await core.store.tx((tx) => setPassword(systemCtx(core, accountId), tx, person, hash))
    terminal.out(`${person.name ?? 'Somebody'} ${remove ? 'has no password any more' : 'has a new password'}.\n`)
  })
}

async function findPerson(core: Core, flags: ReadonlyMap<string, string>) {
  const account = await findAccount(core, flags.get('account'))
  if (!account) throw new UsageError('--member and --contact need --account.')
  const member = flags.get('member')
  const who = member ?? flags.get('contact') ?? ''
  const person = member === undefined ? await findContact(core.store, account.id, who) : await findMember(core.store, account.id, who)
  if (!person)
    throw new CommandError(`There is no ${member === undefined ? 'contact' : 'member'} ${JSON.stringify(who)} in ${account.name}.`)
  return { accountId: account.id, person }
}
