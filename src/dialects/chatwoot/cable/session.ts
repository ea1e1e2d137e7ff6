import { confirmFrame, type Goodbye, readCommand, rejectFrame } from './protocol.ts'

/** Longer frames are no command of this protocol: the longest is an identifier with its token. */
export const MAX_FRAME = 16 * 1024
/** A page has one subscription for each account it shows. */
export const MAX_SUBSCRIPTIONS = 20
/** Whoever is refused this often is trying tokens. */
export const MAX_REJECTIONS = 10

/** What is to be done about a frame. */
export type Effect =
  | { send: string }
  /** Find out who that is, then say `settle`. */
  | { subscribe: string }
  | { unsubscribe: string }
  | { perform: string; action: string }
  | { hangUp: Goodbye }

/** One socket's side of the protocol: frames in, effects out. It knows neither sockets nor people. */
export type Session = {
  take(frame: string): Effect[]
  /** Says who an identifier turned out to be for; gives nothing when the client has taken it back meanwhile. */
  settle(identifier: string, known: boolean): Effect[]
  /** Ends a subscription that is no longer good for anything; without another one there is nothing to stay for. */
  end(identifier: string): Effect[]
}

const UNAUTHORIZED: Effect = { hangUp: { reason: 'unauthorized', reconnect: false } }
const INVALID: Effect = { hangUp: { reason: 'invalid_request', reconnect: false } }

export function createSession(): Session {
  const subscriptions = new Map<string, 'asked' | 'confirmed'>()
  let rejections = 0

  function reject(identifier: string): Effect[] {
    rejections += 1
    return rejections < MAX_REJECTIONS ? [{ send: rejectFrame(identifier) }] : [{ send: rejectFrame(identifier) }, UNAUTHORIZED]
  }

  return {
    take(frame) {
      const said = frame.length <= MAX_FRAME ? readCommand(frame) : undefined
      if (!said) return [INVALID]
      if (said.command === 'other') return []
      const { identifier } = said
      const state = subscriptions.get(identifier)
      if (said.command === 'subscribe') {
        // Clients repeat it until they are answered.
        if (state) return []
        if (subscriptions.size >= MAX_SUBSCRIPTIONS) return reject(identifier)
        subscriptions.set(identifier, 'asked')
        return [{ subscribe: identifier }]
      }
      if (!state) return []
      if (said.command === 'message') return state === 'confirmed' && said.action ? [{ perform: identifier, action: said.action }] : []
      subscriptions.delete(identifier)
      return [{ unsubscribe: identifier }]
    },
    settle(identifier, known) {
      if (subscriptions.get(identifier) !== 'asked') return []
      if (known) {
        subscriptions.set(identifier, 'confirmed')
        return [{ send: confirmFrame(identifier) }]
      }
      subscriptions.delete(identifier)
      return reject(identifier)
    },
    end(identifier) {
      if (!subscriptions.delete(identifier)) return []
      const said: Effect = { send: rejectFrame(identifier) }
      return subscriptions.size > 0 ? [said] : [said, UNAUTHORIZED]
    },
  }
}
