import type { Signal } from '../../model/signal.ts'
import { findConversations } from '../../storage/queries/conversations/conversations.ts'
import { listParticipants } from '../../storage/queries/conversations/participants.ts'
import type { Core } from '../context.ts'
import type { ToldSignal } from './show-signal.ts'

/** More than this are not looked up at once: what is kept nowhere may also be lost. */
const MAX_LOADING = 100

/** Brings every signal to the streams of its account, in their order; its conversation is read once for all of them, and not at all while nobody looks. */
export function carrySignals(core: Core): void {
  let loading = 0
  let last = Promise.resolve()
  core.signals.listen((signal) => {
    if (core.streams.of(signal.accountId).size === 0 || loading >= MAX_LOADING) return
    loading += 1
    // What cannot be looked up is lost.
    const pending = load(core, signal).catch(() => undefined)
    last = last.then(async () => {
      const told = await pending
      loading -= 1
      if (told) for (const stream of core.streams.of(signal.accountId)) stream.hear(told)
    })
  })
}

async function load({ store }: Core, signal: Signal): Promise<ToldSignal> {
  if (signal.kind === 'presence') return { signal, conversation: undefined, participants: new Map() }
  const { accountId, conversationId: id } = signal
  const [found, participants] = await Promise.all([findConversations(store, accountId, [{ id }]), listParticipants(store, accountId, [id])])
  return { signal, conversation: found[0], participants: new Map(participants.map((one) => [one.authorId, one])) }
}
