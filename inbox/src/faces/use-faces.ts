import { useEffect, useRef, useState } from 'preact/hooks'
import { ApiError } from '../api/api-error.ts'
import type { Face } from '../api/wire.ts'
import { onLive } from '../live/live.ts'
import { api } from '../session.ts'
import { inApiOrder } from '../ui/apis.ts'
import { diffPointers, valueAt } from './json-tree.ts'
import { createReloader, type Reloader } from './reload.ts'

export type Shown = {
  /** Which conversation or message they are of. */
  path: string
  faces: readonly Face[]
  /** What has just changed: pointers into the answers, by dialect; counts up with every change, so that each flashes anew. */
  changed: ReadonlyMap<string, ReadonlySet<string>>
  change: number
}
export type FacesState = { shown?: Shown; error?: Error; retry: () => void }

/** The faces of a conversation, or of one message of it, as they are now and as they change; `follows` says that the next ones are a change of those before. */
export function useFaces(conversationId: number, messageId: number | null, follows: { current: boolean }): FacesState {
  const path = `/conversations/${conversationId}${messageId === null ? '' : `/messages/${messageId}`}/faces`
  const [state, setState] = useState<Omit<FacesState, 'retry'>>({})
  const reloader = useRef<Reloader>(undefined)
  useEffect(() => {
    const isNext = follows.current
    follows.current = false
    const own = createReloader({
      load: (signal) => api.get<{ faces: Face[] }>(path, {}, signal),
      onLoaded: ({ faces }, isFirst) => setState(({ shown }) => ({ shown: toShown(path, inApiOrder(faces), shown, isNext || !isFirst) })),
      // What is shown stays over a break of the connection, and goes with what it is of.
      onFailed: (error) => setState(({ shown }) => ({ error, shown: shown?.path === path && mayPass(error) ? shown : undefined })),
    })
    reloader.current = own
    own.now()
    const stops = [onLive('event', (event) => event.conversationId === conversationId && own.soon()), onLive('reset', own.soon)]
    return () => {
      own.stop()
      for (const stop of stops) stop()
    }
  }, [path])
  return { ...state, retry: () => reloader.current?.now() }
}

function mayPass(error: Error): boolean {
  return error instanceof ApiError && error.mayPass
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
