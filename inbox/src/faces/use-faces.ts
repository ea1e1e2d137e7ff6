import { useEffect, useRef, useState } from 'preact/hooks'
import type { Face } from '../api/wire.ts'
import { onLive } from '../live/live.ts'
import { api } from '../session.ts'
import { inApiOrder } from '../ui/apis.ts'
import { diffPointers, valueAt } from './json-tree.ts'

/** Several changes of one moment, such as a message and what it does to its conversation, are one. */
const SETTLES_MS = 120

export type Shown = {
  /** Which conversation or message they are of. */
  path: string
  faces: readonly Face[]
  /** What has just changed: pointers into the answers, by dialect; counts up with every change, so that each flashes anew. */
  changed: ReadonlyMap<string, ReadonlySet<string>>
  change: number
}
export type FacesState = { shown?: Shown; error?: Error; retry: () => void }

/** The faces of a conversation, or of one message of it, as they are now and as they change. */
export function useFaces(conversationId: number, messageId: number | null, follows: { current: boolean }): FacesState {
  const path = `/conversations/${conversationId}${messageId === null ? '' : `/messages/${messageId}`}/faces`
  const [state, setState] = useState<Omit<FacesState, 'retry'>>({})
  const load = useRef((_isChange: boolean) => {})
  load.current = (isChange) => {
    abort.current?.abort()
    const mine = new AbortController()
    abort.current = mine
    api.get<{ faces: Face[] }>(path, {}, mine.signal).then(
      ({ faces }) => setState(({ shown }) => ({ shown: toShown(path, inApiOrder(faces), shown, isChange) })),
      (error: Error) => mine.signal.aborted || setState(({ shown }) => ({ error, shown: shown?.path === path ? shown : undefined })),
    )
  }
  const abort = useRef<AbortController>(undefined)
  useEffect(() => {
    load.current(follows.current)
    follows.current = false
    return () => abort.current?.abort()
  }, [path])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(() => load.current(true), SETTLES_MS)
    }
    const stops = [onLive('event', (event) => event.conversationId === conversationId && soon()), onLive('reset', soon)]
    return () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [conversationId])
  return { ...state, retry: () => load.current(false) }
}

function toShown(path: string, faces: readonly Face[], before: Shown | undefined, isChange: boolean): Shown {
  const known = new Map(before?.faces.map((face) => [face.dialect, face]))
  const changed = new Map(faces.map((face) => [face.dialect, isChange ? changesOf(known.get(face.dialect), face) : new Set<string>()]))
  const change = before?.change ?? 0
  // What flashes may go on when it is found once more as it is.
  const isSame = isChange && before?.path === path && [...changed.values()].every(({ size }) => size === 0)
  return isSame ? { ...before, faces } : { path, faces, changed, change: change + 1 }
}

/** Below the part that is shown, wherever in the answer that stands. */
function changesOf(before: Face | undefined, { body, excerpt }: Face): Set<string> {
  if (!before || excerpt === null) return new Set()
  const was = before.excerpt === null ? undefined : valueAt(before.body, before.excerpt)
  return new Set(diffPointers(was, valueAt(body, excerpt)).map((pointer) => excerpt + pointer))
}
