/** What clients leave unread waits for them in memory: so much for one of them, and so much for all. Bytes. */
const MAX_OF_ONE = 1024 * 1024
const MAX_OF_ALL = 64 * 1024 * 1024
/** What one may leave unread while all together leave too much: a frame that is on its way is no fault. */
const MAX_WHEN_FULL = 64 * 1024

/** How much the sockets of one process have not taken yet. */
export type Backlog = {
  /** Notes how much a socket has left unread by now, and says whether it may stay. */
  bears(socket: object, unsent: number): boolean
  /** The socket is closed. */
  forget(socket: object): void
}

export function createBacklog(): Backlog {
  const waiting = new Map<object, number>()
  let total = 0

  function note(socket: object, unsent: number): void {
    total += unsent - (waiting.get(socket) ?? 0)
    if (unsent > 0) waiting.set(socket, unsent)
    else waiting.delete(socket)
  }

  return {
    bears(socket, unsent) {
      note(socket, unsent)
      return unsent <= (total <= MAX_OF_ALL ? MAX_OF_ONE : MAX_WHEN_FULL)
    },
    forget: (socket) => note(socket, 0),
  }
}
