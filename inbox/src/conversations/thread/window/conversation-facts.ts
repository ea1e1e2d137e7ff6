import { batch, type ReadonlySignal, signal } from '@preact/signals'
import type { Conversation, LogEvent, Overview, Participant } from '../../../api/wire.ts'
import type { ConversationReads } from './conversation-reads.ts'

/** What is known of a conversation beside its messages, as it is now. */
export type ConversationFacts = {
  conversation: ReadonlySignal<Conversation | null>
  /** Whom it is with and where, for those who see all conversations. */
  overview: ReadonlySignal<Overview | null>
  participants: ReadonlySignal<readonly Participant[]>
  /** Reads all of it; throws an `ApiError`. */
  read(): Promise<void>
  /** Takes in something that happened. What it says of others is read anew. */
  hear(event: LogEvent): void
}

export function conversationFacts(reads: ConversationReads, conversationId: number): ConversationFacts {
  const conversation = signal<Conversation | null>(null)
  const overview = signal<Overview | null>(null)
  const participants = signal<readonly Participant[]>([])
  /** Counts what was told: a read that began before it may know less. */
  let told = 0

  async function readConversation(): Promise<void> {
    const before = told
    const found = await reads.conversation()
    batch(() => {
      if (before === told) conversation.value = found
      overview.value = found.overview ?? null
    })
  }

  async function readParticipants(): Promise<void> {
    participants.value = await reads.participants()
  }

  function hear(event: LogEvent): void {
    const before = conversation.value
    if (event.type === 'contact.updated' && event.subjectId === before?.contactId) void readConversation().catch(ignore)
    if (event.conversationId !== conversationId) return
    if (event.conversation) {
      told++
      conversation.value = event.conversation
      // It is another contact's now.
      if (before && before.contactId !== event.conversation.contactId) void readConversation().catch(ignore)
    }
    if (event.type === 'conversation.read') moveReader(event.data as { authorId: number; lastReadSeq: number })
    else if (event.type.startsWith('participant.')) void readParticipants().catch(ignore)
  }

  function moveReader({ authorId, lastReadSeq }: { authorId: number; lastReadSeq: number }): void {
    participants.value = participants.value.map((one) =>
      one.author.id === authorId && one.lastReadSeq < lastReadSeq ? { ...one, lastReadSeq } : one,
    )
  }

  return {
    ...{ conversation, overview, participants, hear },
    async read() {
      await Promise.all([readConversation(), readParticipants()])
    },
  }
}

/** What could not be read once more stays as it was known; the next time tells. */
function ignore(): void {}
