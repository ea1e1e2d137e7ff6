import { type ReadonlySignal, signal } from '@preact/signals'
import type { Api } from '../../api/client.ts'
import type { Contact, Conversation, LogEvent, Overview, Participant } from '../../api/wire.ts'
import { type Listed, toListed } from '../conversations.ts'

/** What is known around a conversation: its contact, who takes part, and what else there is with the same contact. Undefined until it was read. */
export type Details = {
  contact: ReadonlySignal<Contact | null | undefined>
  participants: ReadonlySignal<readonly Participant[]>
  others: ReadonlySignal<readonly Listed[]>
  /** Reads everything; throws the API's refusal. */
  load(): Promise<void>
  hear(event: LogEvent): Promise<void>
  /** Takes in the contact as a write of one's own has left them. */
  putContact(contact: Contact): void
}

const OTHERS = 6

export function openDetails(api: Api, of: Pick<Conversation, 'id' | 'contactId'>): Details {
  const contact = signal<Contact | null | undefined>(undefined)
  const participants = signal<readonly Participant[]>([])
  const others = signal<readonly Listed[]>([])

  async function readContact(): Promise<void> {
    contact.value = of.contactId === null ? null : await api.get<Contact>(`/contacts/${of.contactId}`)
  }

  async function readParticipants(): Promise<void> {
    const answer = await api.get<{ participants: Participant[] }>(`/conversations/${of.id}/participants`)
    participants.value = answer.participants.filter((one) => one.leftAt === null)
  }

  async function readOthers(): Promise<void> {
    if (of.contactId === null) return
    type Page = { conversations: (Conversation & { overview: Overview })[] }
    const query = { contactId: of.contactId, include: 'overview', limit: OTHERS + 1 }
    const { conversations } = await api.get<Page>('/conversations', query)
    others.value = conversations
      .filter((one) => one.id !== of.id)
      .slice(0, OTHERS)
      .map(toListed)
  }

  return {
    ...{ contact, participants, others },
    async load() {
      await Promise.all([readContact(), readParticipants(), readOthers()])
    },
    async hear({ type, subjectId, conversationId, conversation }) {
      if (type.startsWith('contact.') && subjectId === of.contactId) await readContact()
      if (type.startsWith('participant.') && conversationId === of.id) await readParticipants()
      const isOther = conversationId !== of.id && conversation !== null && conversation.contactId === of.contactId
      if (isOther && /^conversation\.(created|updated|deleted)$/.test(type)) await readOthers()
    },
    putContact(now) {
      contact.value = now
    },
  }
}
