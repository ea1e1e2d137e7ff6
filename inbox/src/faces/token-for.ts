import type { Face } from '../api/wire.ts'
import { api } from '../session.ts'
import { words } from '../words/words.ts'

const made = new Map<string, Promise<string>>()

/** A token to make a face's request with, made when it is first asked for; the page keeps it for as long as it is open. */
export function tokenFor({ dialect, as }: Face): Promise<string> {
  if (!as) throw new Error('There is nobody to make a token for.')
  const author = { kind: as.kind, id: as.id }
  const key = `${dialect}:${author.kind}:${author.id}`
  const known = made.get(key)
  if (known) return known
  const asked = api
    .send<{ secret: string }>('POST', '/tokens', { author, dialect, label: words.faces.tokenLabel })
    .then(({ secret }) => secret)
  made.set(key, asked)
  asked.catch(() => made.delete(key))
  return asked
}
