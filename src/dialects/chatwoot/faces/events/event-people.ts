import type { Account } from '../../../../model/account.ts'
import type { Author, Contact } from '../../../../model/author.ts'
import type { JsonObject } from '../../../../model/json.ts'
import { toContactFields } from '../sender.ts'

/** An account, or an inbox, as Chatwoot's webhooks name it (chatwoot sheet 10). */
export function toNamed({ id, name }: { id: number; name: string }): JsonObject {
  return { id, name }
}

/** Who did something, in Chatwoot's webhooks; other than over the socket and in answers, a contact has no `type` (chatwoot sheet 10). */
export function toEventPerson(author: Author | undefined, account: Account): JsonObject | null {
  if (!author || author.kind === 'system') return null
  if (author.kind === 'contact') return toEventContact(author, account)
  if (author.kind === 'application' || author.role === 'bot') return { id: author.id, name: author.name, type: 'agent_bot' }
  return { id: author.id, name: author.name, email: author.email ?? '', type: 'user' }
}

export function toEventContact(contact: Contact, account: Account): JsonObject {
  return { account: toNamed(account), avatar: contact.avatarUrl ?? '', ...toContactFields(contact), blocked: contact.blocked }
}
