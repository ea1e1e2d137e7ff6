import { say, type Words } from './words.ts'

const DAY_MS = 86_400_000

export function clock(at: string, locale?: string): string {
  return new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
}

export function dayOf(at: string): string {
  return new Date(at).toDateString()
}

export function dayName(at: string, words: Words, now = Date.now(), locale?: string): string {
  const day = dayOf(at)
  if (day === new Date(now).toDateString()) return words.today
  if (day === new Date(now - DAY_MS).toDateString()) return words.yesterday
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Date(at).toLocaleDateString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
  })
}

export function sizeName(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kilobytes = bytes / 1024
  return kilobytes < 1000 ? `${Math.ceil(kilobytes)} kB` : `${(kilobytes / 1024).toFixed(1)} MB`
}

/** `AM` for Ann Miller. */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/)
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : ''].map((part) => [...(part ?? '')][0] ?? '')
  return letters.join('').toLocaleUpperCase()
}

/** Who is there, in words. */
export function teamLine({ online, names }: { online: boolean; names: readonly string[] }, words: Words): string {
  const [last] = names.slice(-1)
  if (!online || last === undefined) return words.away
  const first = names.slice(0, -1).map(firstName)
  return first.length === 0
    ? say(words.here, { names: firstName(last) })
    : say(words.hereMany, { names: new Intl.ListFormat(undefined, { type: 'conjunction' }).format([...first, firstName(last)]) })
}

export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name
}

export type Piece = { text: string; href?: string }

/** A text with the web addresses in it, which are all that is made of it. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"']+/g)) {
    const href = match[0].replace(/[.,;:!?)\]}]+$/, '')
    if (!URL.canParse(href)) continue
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) })
    pieces.push({ text: href, href })
    from = match.index + href.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}
