import { Refusal, type WidgetApi } from './api.ts'
import type { Keep } from './keep.ts'
import type { Identity } from './options.ts'
import type { Visit } from './wire.ts'

const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 60_000

type Parts = {
  api: WidgetApi
  keep: Keep
  identity: Identity
  settle(visit: Visit): void
  offline(): void
  /** It does not get better by itself; why, in the server's words. */
  refused(why: string): void
}

/** Who the visitor is to the server. */
export function createSession({ api, keep, identity: given, settle, offline, refused }: Parts) {
  let identity = given
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let opening: Promise<void> | undefined

  /** Opens the visitor's session, again where the token is good no more. Until that works it is tried from time to time. */
  function open(): Promise<void> {
    clearTimeout(timer)
    opening ??= enter().finally(() => {
      opening = undefined
    })
    return opening
  }

  async function enter(): Promise<void> {
    try {
      settle(await ask())
      failures = 0
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (!error.mayPass) return refused(error.message)
      offline()
      timer = setTimeout(open, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++))
    }
  }

  /** Whoever does not prove to be who they say is a stranger. */
  async function ask(): Promise<Visit> {
    const token = keep.get<string>('token')
    try {
      return await api.open({ ...identity, token })
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'identity_hash_invalid') throw error
      refused(error.message)
      const { identifier: _, identifierHash: __, ...rest } = identity
      identity = rest
      return api.open({ ...identity, token })
    }
  }

  return {
    open,
    /** Whether the page has proven who the visitor is. */
    isNamed: () => identity.identifier !== undefined && identity.identifierHash !== undefined,
    /** What goes with what the visitor says. */
    profile({ name, email, phone }: Identity = identity): Identity {
      return { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) }
    },
    /** The visitor is somebody, as the page knows by now. */
    async identify(who: Identity): Promise<void> {
      identity = { ...identity, ...who }
      await opening
      return open()
    },
    /** Nobody is known on this device any more. */
    async reset(): Promise<void> {
      await opening
      identity = {}
      keep.clear()
      api.use(undefined)
      return open()
    },
  }
}
