/** A piece of a plain text: words, or an address in it that can be opened. */
export type TextPart = { text: string; href?: string }

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+|\b[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+\b/gi
/** What ends a sentence around an address belongs to the sentence. */
const TRAILING = /[.,;:!?…»”’'"*_~]+$/

/** A text cut where addresses begin and end. Nothing but http, https and mailto ever becomes a link. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0])
    const href = address.includes('://') ? webAddress(address) : `mailto:${address}`
    if (href === undefined) continue
    if (match.index > from) parts.push({ text: text.slice(from, match.index) })
    parts.push({ text: address, href })
    from = match.index + address.length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

/** Without what stands behind it, a closing bracket that it did not open included. */
function trimmed(found: string): string {
  let address = found.replace(TRAILING, '')
  for (const [open, close] of ['()', '[]', '{}']) {
    while (address.endsWith(close as string) && count(address, close as string) > count(address, open as string))
      address = address.slice(0, -1).replace(TRAILING, '')
  }
  return address
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

/** An http or https address that can be opened, or nothing. */
export function webAddress(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const url = URL.parse(text)
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined
}
