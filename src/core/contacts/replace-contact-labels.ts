import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import { listContacts } from '../../storage/queries/people/contact-lists.ts'
import { lockContacts, updateContact } from '../../storage/queries/people/contacts.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'

/** How many contacts are read in one go. */
const BATCH = 500

/** Gives every contact with a label what `replace` makes of its labels, and gives a `contact.updated` for each, to be recorded with what caused it. */
export async function replaceContactLabels(
  ctx: Ctx,
  tx: Tx,
  label: string,
  replace: (labels: readonly string[]) => string[],
): Promise<NewEvent[]> {
  const { accountId, core, actor } = ctx
  const now = core.now()
  const events: NewEvent[] = []
  let afterId: number | undefined
  do {
    const found = await listContacts(tx, accountId, { labels: [label] }, { limit: BATCH, afterId })
    afterId = found.length === BATCH ? found.at(-1)?.id : undefined
    const ids = found.map((contact) => contact.id)
    for (const contact of ids.length > 0 ? await lockContacts(tx, accountId, ids) : []) {
      await updateContact(tx, { ...contact, labels: replace(contact.labels), updatedAt: now })
      tx.afterCommit(() => core.authors.delete(contact.id))
      events.push(subjectEvent('contact.updated', contact.id, actor, { fields: ['labels'] }))
    }
  } while (afterId !== undefined)
  return events
}
