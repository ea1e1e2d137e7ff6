import type { WidgetApi } from './api.ts'
import type { Store } from './store.ts'

const AGAIN_MS = 4_000
/** Who has said nothing for so long does not type any more. */
const LASTS_MS = 10_000

/** Who types: the visitor, which is told, and somebody of the team, which is shown. */
export function createTyping(api: WidgetApi, { get, set }: Store) {
  let saidAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  return {
    say(on: boolean): void {
      const id = get().visit?.conversation?.id
      if (id === undefined || (on ? Date.now() - saidAt < AGAIN_MS : saidAt === 0)) return
      saidAt = on ? Date.now() : 0
      api.typing(id, on).catch(() => {})
    },
    hear(author: { kind: string; id: number }, on: boolean): void {
      if (author.kind === 'contact') return
      clearTimeout(timer)
      const known = get().messages.findLast((one) => one.author.id === author.id)
      set({ typing: on ? (known?.author.name ?? '') : undefined })
      if (on) timer = setTimeout(() => set({ typing: undefined }), LASTS_MS)
    },
  }
}
