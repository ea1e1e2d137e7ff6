import type { Core, Ctx } from '../../../core/context.ts'
import type { JsonObject } from '../../../model/json.ts'
import { listMembers } from '../../../storage/queries/people/members.ts'
import { isAutoOffline } from '../faces/agent.ts'
import type { Listener } from './room.ts'

/** Whoever does not say for this long that they are there is not (chatwoot sheet 11), microseconds. */
const LAPSE_US = 20_000_000

/** Who of those who listen through this process is there. The core knows who is there at all. */
export type Attendance = {
  /** Somebody says that they are there. */
  see(listener: Listener): void
  /** They have gone. */
  drop(listener: Listener): void
  /** Whoever has said nothing for too long has gone, too. */
  sweep(): void
}

type Depart = ReturnType<Core['presence']['enter']>

export function createAttendance(core: Core): Attendance {
  const there = new Map<Listener, { seenAt: number; depart: Depart }>()

  return {
    drop(listener) {
      there.get(listener)?.depart()
      there.delete(listener)
    },
    see(listener) {
      const { accountId, author } = listener.subscriber
      const depart = there.get(listener)?.depart ?? core.presence.enter(accountId, author)
      there.set(listener, { seenAt: core.now(), depart })
    },
    sweep() {
      const since = core.now() - LAPSE_US
      for (const [listener, { seenAt, depart }] of there) {
        if (seenAt >= since) continue
        depart({ atOnce: true })
        there.delete(listener)
      }
    },
  }
}

/**
 * Who is there, in the vendor's words: members as they have set themselves to be, those who never go offline by themselves whether they are there or not; contacts are told of to the
 * team only (chatwoot sheet 11).
 */
export async function renderPresence({ core, accountId }: Ctx, forTeam: boolean): Promise<JsonObject> {
  const there = core.presence.list(accountId)
  const ids = new Set(there.map((one) => one.id))
  const members = (await listMembers(core.store, accountId)).filter((one) => one.role !== 'bot' && (ids.has(one.id) || !isAutoOffline(one)))
  const contacts = there.filter((one) => one.kind === 'contact')
  return {
    account_id: accountId,
    users: Object.fromEntries(members.map((one) => [one.id, one.availability])),
    ...(forTeam && { contacts: Object.fromEntries(contacts.map((one) => [one.id, 'online'])) }),
  }
}
