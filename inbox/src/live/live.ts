import { signal } from '@preact/signals'
import { api, loadSession, session } from '../session.ts'
import { type Connection, openStream, type Stream } from './stream.ts'

let stream: Stream | undefined
/** How the one stream of this page is. */
export const connection = signal<Connection>('connecting')
/** Who is there, as `kind:id`. */
export const present = signal<ReadonlySet<string>>(new Set())

const waiting: ((stream: Stream) => () => void)[] = []

/** Follows the account's log for the whole page, from now until the function returned is called. Whatever is read after this call misses nothing. */
export function startLive(): () => void {
  const opened = openStream(api)
  stream = opened
  const unfollow = (opened.connection as typeof connection).subscribe((value) => {
    connection.value = value
    if (value === 'live') void loadPresence()
  })
  opened.on('presence', ({ author, online }) => {
    const next = new Set(present.value)
    if (online) next.add(`${author.kind}:${author.id}`)
    else next.delete(`${author.kind}:${author.id}`)
    present.value = next
  })
  // Signed out elsewhere, or no member any more: the next request says so.
  opened.on('refused', () => void loadSession().catch(() => {}))
  // One's own name, or what one may do.
  opened.on('event', ({ type, subjectId }) => {
    if (type === 'member.updated' && subjectId === session.peek()?.member.id) void loadSession().catch(() => {})
  })
  for (const subscribe of waiting.splice(0)) subscribe(opened)
  return () => {
    unfollow()
    opened.close()
    stream = undefined
    connection.value = 'connecting'
    present.value = new Set()
  }
}

/** Listens to the page's stream, like `Stream.on`; may be called before it is open. */
export const onLive: Stream['on'] = (kind, listen) => {
  if (stream) return stream.on(kind, listen)
  let stop: (() => void) | undefined
  let isOver = false
  waiting.push((opened) => {
    if (!isOver) stop = opened.on(kind, listen)
    return () => stop?.()
  })
  return () => {
    isOver = true
    stop?.()
  }
}

async function loadPresence(): Promise<void> {
  const answer = await api.get<{ present: { kind: string; id: number }[] }>('/presence').catch(() => undefined)
  if (answer) present.value = new Set(answer.present.map(({ kind, id }) => `${kind}:${id}`))
}
