import type { Ctx } from '../../core/context.ts'
import { findContacts } from '../../storage/queries/people/contacts.ts'
import { known } from './pages.ts'

/** The id of the contact a cursor names, undefined without a cursor. Refuses with `cursor_invalid` one that names no contact of the workspace. */
export async function contactAt(ctx: Ctx, cursor: string | undefined): Promise<number | undefined> {
  if (cursor === undefined) return undefined
  const id = known(ctx.core.ids.fromPrefixed('contact', cursor))
  const [contact] = await findContacts(ctx.core.store, ctx.accountId, [id])
  return known(contact).id
}
