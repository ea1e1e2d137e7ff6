import type { Contact } from '../../../model/author.ts'

/** How much of a text is compared when contacts are sorted; PostgreSQL's indexes take no long values. */
const MAX_KEY = 255

/** What lists find and sort a contact by, in the order of the table's columns. Lowered here, because SQLite lowers only the letters from A to Z. */
export function contactKeys(contact: Contact) {
  const { name, email, phone, identifier, additional } = contact
  const company = additional.company_name
  return {
    reachable: email !== null || phone !== null || identifier !== null ? 1 : 0,
    name_key: toKey(name),
    company_key: toKey(company),
    city_key: toKey(additional.city),
    country_key: toKey(additional.country),
    country_code_key: toKey(additional.country_code),
    search_key: [name, email, phone, typeof company === 'string' ? company : null]
      .map((part) => part ?? '')
      .join('\n')
      .toLowerCase(),
  }
}

/** The text that sorts and is looked for; what is empty, or no text, is as if absent. */
export function toKey(value: unknown): string | null {
  if (typeof value !== 'string') return null
  return value.trim().toLowerCase().slice(0, MAX_KEY) || null
}
