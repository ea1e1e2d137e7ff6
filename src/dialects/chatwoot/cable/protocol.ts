/** The subprotocol a server has to choose; clients hang up on any other (chatwoot sheet 11). */
export const SUBPROTOCOL = 'actioncable-v1-json'

/** What a client says, read from one frame. Frames whose command is none of these are passed over, as the vendor passes them over. */
export type Command =
  | { command: 'subscribe' | 'unsubscribe'; identifier: string }
  | { command: 'message'; identifier: string; action: string | undefined }
  | { command: 'other' }

/** Why a server hangs up; a client that may reconnect does so by itself. */
export type Goodbye = { reason: 'unauthorized' | 'invalid_request' | 'server_restart' | 'remote'; reconnect: boolean }

export const WELCOME = JSON.stringify({ type: 'welcome' })

/** A frame as a command, or undefined for what no client of this protocol sends. */
export function readCommand(frame: string): Command | undefined {
  const said = parseObject(frame)
  if (!said) return undefined
  const { command, identifier, data } = said
  if (command !== 'subscribe' && command !== 'unsubscribe' && command !== 'message') return { command: 'other' }
  if (typeof identifier !== 'string') return undefined
  if (command !== 'message') return { command, identifier }
  const action = typeof data === 'string' ? parseObject(data)?.action : undefined
  return { command, identifier, action: typeof action === 'string' ? action : undefined }
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

export function pingFrame(atMicroseconds: number): string {
  return JSON.stringify({ type: 'ping', message: Math.floor(atMicroseconds / 1_000_000) })
}

/** Identifiers are given back byte for byte: clients find their subscription by the text itself. */
export function confirmFrame(identifier: string): string {
  return JSON.stringify({ identifier, type: 'confirm_subscription' })
}

export function rejectFrame(identifier: string): string {
  return JSON.stringify({ identifier, type: 'reject_subscription' })
}

export function goodbyeFrame({ reason, reconnect }: Goodbye): string {
  return JSON.stringify({ type: 'disconnect', reason, reconnect })
}

/** An event for one subscription. `message` is JSON text already, because one event goes to many. */
export function eventFrame(identifier: string, message: string): string {
  return `{"identifier":${JSON.stringify(identifier)},"message":${message}}`
}
