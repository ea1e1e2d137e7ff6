import type { Core } from '../core/context.ts'
import { createSignInLink } from '../core/sessions/sign-in-links.ts'
import { findFirstAdministrator } from '../storage/queries/people/members.ts'

/** An address that opens the inbox as the account's first administrator, for so many hours; null where it has none. `url` is the server's. */
export async function makeInboxLink(core: Core, accountId: number, { url, hours }: { url: string; hours: number }): Promise<string | null> {
  const member = await findFirstAdministrator(core.store, accountId)
  if (!member) return null
  const secret = await core.store.tx((tx) => createSignInLink(core, tx, member, hours * 3600))
  return `${url}/#/sign-in/${secret}`
}
