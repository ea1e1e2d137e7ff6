import { computed, effect, signal } from '@preact/signals'
import { ApiError } from './api/api-error.ts'
import { createApi } from './api/client.ts'
import type { Member } from './api/wire.ts'
import { keepText, keyOf } from './kept.ts'

export type Session = {
  account: { id: number; name: string; locale: string; timezone: string }
  member: Member
  csrf: string
  expiresAt: string | null
}

/** Who is signed in: undefined until that is known, null for nobody. */
export const session = signal<Session | null | undefined>(undefined)
/** Whether somebody was signed in on this page and is no more, although they did not sign out. */
export const hasEnded = signal(false)
/** The member signed in, on pages that nobody else sees. */
export const me = computed(() => session.value?.member as Member)
// What the page remembers of somebody, tokens among it, is not for whoever signs in on it after them.
let owner: number | undefined
effect(() => {
  const { id } = session.value?.member ?? {}
  if (id === undefined) return
  if (owner !== undefined && owner !== id) location.reload()
  owner = id
})
export const isAdministrator = computed(() => session.value?.member.role === 'administrator')

/** Parley's own API, as whoever is signed in. */
export const api = createApi({
  base: '/parley/v1',
  credential: () => session.value ?? undefined,
  onSignedOut: () => {
    hasEnded.value = true
    session.value = null
  },
  renew: async () => {
    const before = session.value?.member.id
    await loadSession()
    return session.value?.member.id === before
  },
})

/** Asks the server who is signed in; `null` where nobody is. */
export async function loadSession(): Promise<void> {
  try {
    session.value = await api.get<Session>('/session')
    hasEnded.value = false
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    session.value = null
  }
}

/** When somebody signed in on this device, for its other tabs. */
const SIGNED_IN = 'signed-in'

export type Credentials = { email: string; password: string; accountId?: number } | { token: string } | { link: string }

/** Signs in; refuses with the API's own error. */
export async function signIn(credentials: Credentials): Promise<void> {
  session.value = await api.send<Session>('POST', '/session', credentials)
  hasEnded.value = false
  keepText(SIGNED_IN, String(Date.now()))
}

/** Tabs share one session: when somebody signs in on one of them, the others are theirs, too. */
export function followOtherTabs(): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === keyOf(SIGNED_IN)) loadSession().catch(() => {})
  }
  addEventListener('storage', hear)
  return () => removeEventListener('storage', hear)
}

export async function signOut(): Promise<void> {
  await api.send('DELETE', '/session')
  session.value = null
}
