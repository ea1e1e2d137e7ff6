import type { Participant } from '../../../model/participant.ts'
import type { Tx } from '../../db.ts'
import { insertParticipants, updateParticipants } from '../conversations/participants.ts'
import { AUTHOR_KINDS } from '../messages/messages.ts'

/** One contact takes the place of another. */
export type Merge = { accountId: number; baseId: number; mergedId: number }

/** The conversations that are a contact's or that the contact takes, or took, part in; none of anybody else's. */
export async function listConversationIdsOf(tx: Tx, accountId: number, contactId: number): Promise<number[]> {
  const rows = await tx.all<{ id: number }>(
    `select id from conversations where account_id = $1 and contact_id = $2
     union select conversation_id as id from participants where account_id = $1 and author_id = $2 and author_kind = 'contact'`,
    [accountId, contactId],
  )
  return rows.map((row) => row.id)
}

/** Whatever the merged contact wrote in these conversations is the base's; nobody writes who takes no part. */
export async function moveMessages(tx: Tx, { accountId, baseId, mergedId }: Merge, conversationIds: readonly number[]): Promise<void> {
  await tx.run(
    `update messages set author_id = $3 where account_id = $1 and conversation_id = any($2) and author_kind = ${AUTHOR_KINDS.indexOf('contact')}
       and author_id = $4`,
    [accountId, conversationIds, baseId, mergedId],
  )
}

/** `merged` are the merged contact's rows, `present` those the base has already; where both are in a conversation, they become one. */
export async function moveParticipants(
  tx: Tx,
  { accountId, baseId, mergedId }: Merge,
  { merged, present }: { merged: readonly Participant[]; present: readonly Participant[] },
): Promise<void> {
  const known = new Map(present.map((one) => [one.conversationId, one]))
  await tx.run('delete from participants where account_id = $1 and author_id = $2', [accountId, mergedId])
  const fresh = merged.filter((one) => !known.has(one.conversationId)).map((one) => ({ ...one, authorId: baseId }))
  const joined = merged.flatMap((one) => {
    const other = known.get(one.conversationId)
    if (!other) return []
    const joinedAt = Math.min(one.joinedAt, other.joinedAt)
    const lastReadSeq = Math.max(one.lastReadSeq, other.lastReadSeq)
    const leftAt = one.leftAt === null || other.leftAt === null ? null : Math.max(one.leftAt, other.leftAt)
    return [{ ...other, joinedAt, lastReadSeq, leftAt }]
  })
  await insertParticipants(tx, fresh)
  await updateParticipants(tx, joined)
}

/** The links to channels, the tokens and the deliveries. Source ids are unique in a channel, so none meets another. */
export async function moveLinks(tx: Tx, { accountId, baseId, mergedId }: Merge): Promise<void> {
  await tx.run('update contact_channels set contact_id = $2 where account_id = $1 and contact_id = $3', [accountId, baseId, mergedId])
  await tx.run("update tokens set author_id = $2 where account_id = $1 and author_kind = 'contact' and author_id = $3", [
    accountId,
    baseId,
    mergedId,
  ])
  await tx.run('update deliveries set customer_id = $2 where account_id = $1 and customer_id = $3', [accountId, baseId, mergedId])
}

/** A password follows its e-mail address. */
export async function handOverPassword(tx: Tx, { accountId, baseId, mergedId }: Merge): Promise<void> {
  await tx.run('update passwords set author_id = $2 where account_id = $1 and author_id = $3', [accountId, baseId, mergedId])
}

/** What the merged contact has seen of their notifications; where the base has marks of its own, those stay. */
export async function moveNotices(tx: Tx, { accountId, baseId, mergedId }: Merge): Promise<void> {
  for (const [table, what] of [
    ['notification_marks', 'conversation_id'],
    ['notification_reads', 'message_id'],
  ] as const) {
    await tx.run(
      `update ${table} set author_id = $2 where account_id = $1 and author_id = $3
         and ${what} not in (select ${what} from ${table} where account_id = $1 and author_id = $2)`,
      [accountId, baseId, mergedId],
    )
    await tx.run(`delete from ${table} where account_id = $1 and author_id = $2`, [accountId, mergedId])
  }
}
