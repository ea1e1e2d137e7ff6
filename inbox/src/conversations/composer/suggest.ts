/** What is being completed in a text: a canned response where it begins with `/`, in a note somebody's name behind `@`. */
export type Asked = { kind: 'canned' | 'member'; search: string; from: number; to: number }

const LONGEST_NAME = 40

/** What the caret stands in, or nothing. Pure. */
export function askedAt(text: string, caret: number, isNote: boolean): Asked | null {
  const before = text.slice(0, caret)
  const canned = /^\/(\S*)$/.exec(before)
  if (canned) return { kind: 'canned', search: canned[1] ?? '', from: 0, to: caret }
  const member = isNote ? /(?:^|\s)@([^\s@]*)$/.exec(before) : null
  const search = member?.[1] ?? ''
  return member && search.length <= LONGEST_NAME ? { kind: 'member', search, from: caret - search.length - 1, to: caret } : null
}

/** The text with what was chosen in the place of what was asked, and where the caret stands then. */
export function completed(text: string, asked: Asked, chosen: string): { text: string; caret: number } {
  const head = text.slice(0, asked.from) + chosen
  return { text: head + text.slice(asked.to), caret: head.length }
}

export type Canned = { id: number; shortCode: string; content: string }

/** Those whose code begins with what was typed, then those that hold it. */
export function matchingCanned(all: readonly Canned[], search: string, most = 8): Canned[] {
  const wanted = search.toLowerCase()
  const starts = all.filter(({ shortCode }) => shortCode.toLowerCase().startsWith(wanted))
  const holds = all.filter((one) => !starts.includes(one) && `${one.shortCode}\n${one.content}`.toLowerCase().includes(wanted))
  return [...starts, ...holds].slice(0, most)
}
