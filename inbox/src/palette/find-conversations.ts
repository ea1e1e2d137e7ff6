import type { Static } from 'typebox'
import type { ConversationView } from '../../../src/dialects/parley/wires/overview.ts'
import { ApiError } from '../api/api-error.ts'
import type { Api } from '../api/client.ts'
import type { Contact } from '../api/wire.ts'

export type Found = Static<typeof ConversationView>
type Page = { conversations: Found[] }

const CONTACTS = 5
const EACH = 3

/** Conversations by their number, or by what is known of their customer: name, e-mail, phone. The latest activity first. */
export async function findConversations(api: Pick<Api, 'get'>, text: string, signal?: AbortSignal): Promise<Found[]> {
  const number = /^#?([1-9]\d{0,14})$/.exec(text.trim())?.[1]
  const numbered = number === undefined ? [] : listBy(api, { number }, signal)
  const contacts = await findContacts(api, text.trim(), signal)
  const ofContacts = contacts.map(({ id }) => listBy(api, { contactId: id, limit: EACH }, signal))
  const [first = [], ...others] = await Promise.all([numbered, ...ofContacts])
  const rest = others.flat().sort((a, b) => (b.lastActivityAt ?? '').localeCompare(a.lastActivityAt ?? ''))
  return [...new Map([...first, ...rest].map((one) => [one.id, one])).values()]
}

/** Drivers see single conversations and no list of customers. */
async function findContacts(api: Pick<Api, 'get'>, search: string, signal?: AbortSignal): Promise<Contact[]> {
  try {
    return (await api.get<{ contacts: Contact[] }>('/contacts', { search, limit: CONTACTS }, signal)).contacts
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return []
    throw error
  }
}

async function listBy(api: Pick<Api, 'get'>, query: Record<string, string | number>, signal?: AbortSignal): Promise<Found[]> {
  return (await api.get<Page>('/conversations', { ...query, include: 'overview' }, signal)).conversations
}
