import type { Message } from '../../api/wire.ts'

/** What a list shows of a message in one line: who wrote it where that is not the customer, and its words or how many files it has instead. */
export type Preview = {
  kind: 'none' | 'deleted' | 'note' | 'outbound' | 'inbound'
  /** `me`, or the first name of somebody else on the business's side. */
  who: 'me' | string | null
  text: string
  files: number
}

/** As much of a text as any row has room for. */
const LENGTH = 140

/** Pure. */
export function toPreview(message: Message | null, meId: number): Preview {
  if (!message) return { kind: 'none', who: null, text: '', files: 0 }
  const { author, direction, private: isNote, text, attachments, deletedAt } = message
  const kind = deletedAt !== null ? 'deleted' : isNote ? 'note' : direction === 'inbound' ? 'inbound' : 'outbound'
  const isOurs = direction !== 'inbound'
  const who = !isOurs ? null : author.kind === 'member' && author.id === meId ? 'me' : firstNameOf(author.name)
  return { kind, who, text: toLine(text ?? ''), files: attachments.length }
}

function firstNameOf(name: string | null): string | null {
  return name?.trim().split(/\s+/)[0] || null
}

/** A text in one line. */
function toLine(text: string): string {
  return text
    .slice(0, LENGTH * 4)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LENGTH)
}
