import type { Db, Tx } from '../../db.ts'

/** What members are put into: a team, or a channel in which they answer. */
export type GroupKind = 'team' | 'channel'

const TABLES = {
  team: { name: 'team_members', key: 'team_id' },
  channel: { name: 'channel_members', key: 'channel_id' },
} as const

/** The ids of the teams, or of the channels, a member is in. */
export async function listGroupsOf(db: Db, accountId: number, kind: GroupKind, memberId: number): Promise<number[]> {
  const { name, key } = TABLES[kind]
  const rows = await db.all<{ id: number }>(`select ${key} as id from ${name} where account_id = $1 and member_id = $2 order by ${key}`, [
    accountId,
    memberId,
  ])
  return rows.map((row) => row.id)
}

/** The ids of the channels that have members and not this one. */
export async function listClosedChannels(db: Db, accountId: number, memberId: number): Promise<number[]> {
  const rows = await db.all<{ channel_id: number }>(
    `select channel_id from channel_members where account_id = $1
     group by channel_id having sum(case when member_id = $2 then 1 else 0 end) = 0 order by channel_id`,
    [accountId, memberId],
  )
  return rows.map((row) => row.channel_id)
}

/** The ids of the members of some groups, by group; a group without members is left out. */
export async function listMembersOf(
  db: Db,
  accountId: number,
  kind: GroupKind,
  groupIds: readonly number[],
): Promise<Map<number, number[]>> {
  const { name, key } = TABLES[kind]
  const rows = await db.all<{ id: number; member_id: number }>(
    `select ${key} as id, member_id from ${name} where account_id = $1 and ${key} = any($2) order by ${key}, member_id`,
    [accountId, groupIds],
  )
  const found = new Map<number, number[]>()
  for (const row of rows) found.set(row.id, [...(found.get(row.id) ?? []), row.member_id])
  return found
}

export async function insertMemberships(
  tx: Tx,
  accountId: number,
  kind: GroupKind,
  groupId: number,
  memberIds: readonly number[],
): Promise<void> {
  const { name, key } = TABLES[kind]
  const table = { name, columns: { account_id: 'bigint', [key]: 'bigint', member_id: 'bigint' } as const }
  await tx.insertMany(
    table,
    memberIds.map((memberId) => [accountId, groupId, memberId]),
  )
}

export async function deleteMemberships(
  tx: Tx,
  accountId: number,
  kind: GroupKind,
  groupId: number,
  memberIds: readonly number[],
): Promise<void> {
  const { name, key } = TABLES[kind]
  await tx.run(`delete from ${name} where account_id = $1 and ${key} = $2 and member_id = any($3)`, [accountId, groupId, memberIds])
}

/** Empties a group. */
export async function deleteGroupMemberships(tx: Tx, accountId: number, kind: GroupKind, groupId: number): Promise<void> {
  const { name, key } = TABLES[kind]
  await tx.run(`delete from ${name} where account_id = $1 and ${key} = $2`, [accountId, groupId])
}

/** Takes a member out of every team and channel. */
export async function deleteMembershipsOf(tx: Tx, accountId: number, memberId: number): Promise<void> {
  for (const { name } of Object.values(TABLES))
    await tx.run(`delete from ${name} where account_id = $1 and member_id = $2`, [accountId, memberId])
}
