import type { Keep } from './keep.ts'
import { say, type Words } from './words.ts'

const MAX_FILES = 15
const MAX_BYTES = 40 * 1024 * 1024

/** What is being written, and whatever else of the view is not the conversation's. Every change draws it anew. */
export type ViewState = ReturnType<typeof createViewState>

export function createViewState(keep: Keep, draw: () => void) {
  let draft = keep.get<string>('draft') ?? ''
  let files: readonly File[] = []
  let problem = ''
  let isOver = false
  /** What was filled in of forms, by message. */
  const forms = new Map<number, Readonly<Record<string, string>>>()
  let missing = ''

  return {
    get: () => ({ draft, files, problem, isOver, missing }),
    write(text: string): void {
      draft = text
      keep.set('draft', text || undefined)
      draw()
    },
    addFiles(more: readonly File[], words: Words): void {
      const large = more.find(({ size }) => size > MAX_BYTES)
      const all = [...files, ...more.filter(({ size }) => size <= MAX_BYTES)]
      problem = large ? say(words.tooLarge, { name: large.name }) : all.length > MAX_FILES ? words.tooMany : ''
      files = all.slice(0, MAX_FILES)
      draw()
    },
    removeFile(file: File): void {
      files = files.filter((one) => one !== file)
      draw()
    },
    /** Takes what was written; what is left is nothing. */
    take(): { text: string; files: readonly File[] } {
      const taken = { text: draft.trim(), files }
      files = []
      problem = ''
      this.write('')
      return taken
    },
    dragOver(over: boolean): void {
      if (over === isOver) return
      isOver = over
      draw()
    },
    formOf: (messageId: number) => forms.get(messageId) ?? {},
    fill(messageId: number, name: string, value: string): void {
      forms.set(messageId, { ...forms.get(messageId), [name]: value })
      draw()
    },
    /** Says which field has to be filled in first, none with an empty name. */
    miss(name: string): void {
      missing = name
      draw()
    },
  }
}
