import { lockConversations } from '../../storage/queries/conversations/conversations.ts'
import { listDueConversations, type SnoozedConversation } from '../../storage/queries/conversations/snoozed-conversations.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Core } from '../context.ts'
import { eachApart } from '../each-apart.ts'
import { updateConversation } from './update-conversation.ts'

/** So many are looked for in one go. */
const STEP = 500

/**
 * Opens the conversations that were snoozed until a time that has come, as Parley itself, and says how many there were. Each is looked at again under its lock, so of
 * several processes one wakes it, and none that somebody has opened, resolved or snoozed for longer meanwhile.
 */
export async function wakeConversations(core: Core, isStopped: () => boolean): Promise<number> {
  let woken = 0
  await eachApart(listDue(core, isStopped), async (due) => {
    if (await wake(core, due)) woken++
  })
  return woken
}

async function* listDue(core: Core, isStopped: () => boolean): AsyncGenerator<SnoozedConversation, void> {
  let after: SnoozedConversation | undefined
  do {
    const due = await listDueConversations(core.store, core.now(), after, STEP)
    for (const one of due) {
      if (isStopped()) return
      yield one
    }
    after = due.length === STEP ? due.at(-1) : undefined
  } while (after)
}

function wake(core: Core, { accountId, id }: SnoozedConversation): Promise<boolean> {
  return core.store.tx(async (tx) => {
    const [conversation] = await lockConversations(tx, accountId, [{ id }])
    const isDue = conversation?.status === 'snoozed' && conversation.snoozedUntil !== null && conversation.snoozedUntil <= core.now()
    if (isDue) await updateConversation(systemCtx(core, accountId), tx, { id }, { status: 'open' })
    return isDue
  })
}
