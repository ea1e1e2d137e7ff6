import type { Api } from '../../api/client.ts'
import type { Contact, Conversation } from '../../api/wire.ts'

export type NewConversation = {
  contact: Contact | { name: string; email: string; phone: string }
  channelId: number
  text: string
}

/**
 * Begins a conversation with the team's first word: the contact first where it is a new one. Throws the API's refusal; given again with the same key, what was made before it is not made twice.
 */
export async function startConversation(api: Api, { contact, channelId, text }: NewConversation, key: string): Promise<Conversation> {
  const known = 'id' in contact ? contact : await api.send<Contact>('POST', '/contacts', given(contact), `${key}.contact`)
  const conversation = await api.send<Conversation>('POST', '/conversations', { contactId: known.id, channelId }, `${key}.conversation`)
  await api.send('POST', `/conversations/${conversation.id}/messages`, { text: text.trim() }, `${key}.message`)
  return conversation
}

/** Only what was filled in. */
function given(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])))
}
