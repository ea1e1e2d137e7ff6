import type { Erasure } from '../../model/erasure.ts'
import type { Tx } from '../../storage/db.ts'
import { deleteRest, forgetAddresses } from '../../storage/queries/erasure/traces.ts'
import { listConversationIdsOf } from '../../storage/queries/people/contact-merge.ts'
import type { Ctx } from '../context.ts'
import type { Step } from './continue-erasure.ts'

/** The little that is left; and all of it again if somebody was just beginning a conversation with the contact when they were deleted. */
export async function eraseRest({ accountId }: Ctx, tx: Tx, { contactId, words }: Erasure): Promise<Step> {
  if ((await listConversationIdsOf(tx, accountId, contactId)).length > 0) return { next: 'conversations' }
  await deleteRest(tx, accountId, contactId)
  await forgetAddresses(
    tx,
    words.filter((word) => word.includes('@')).map((word) => word.trim().toLowerCase()),
  )
  return { next: 'done' }
}
