import type { Author, Contact } from '../../../model/author.ts'

/** The same object each time: pages in a vendor's words are kept as long as their authors are the same. */
const fellows = new WeakMap<Contact, Contact>()

/**
 * Somebody in a contact's eyes: another contact is a name and a picture. With the vendor a conversation has one contact (chatwoot sheet 9); here several may take part, and how to
 * reach them and what the business notes about them is nobody else's.
 */
export function inEyesOf<Seen extends Author | undefined>(contactId: number | null, author: Seen): Seen | Contact {
  if (author?.kind !== 'contact' || author.id === contactId) return author
  const hidden = { email: null, phone: null, identifier: null, blocked: false, attributes: {}, additional: {}, labels: [] }
  const fellow = fellows.get(author) ?? { ...author, ...hidden }
  fellows.set(author, fellow)
  return fellow
}
