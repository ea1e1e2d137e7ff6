import { computed, signal } from '@preact/signals'
import { ApiError } from './api/api-error.ts'
import { createApi } from './api/client.ts'
import type { Member } from './api/wire.ts'

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
export const isAdministrator = computed(() => session.value?.member.role === 'administrator')

/** Parley's own API, as whoever is signed in. */
export const api = createApi({
  base: '/parley/v1',
  credential: () => session.value ?? undefined,
  onSignedOut: () => {
    hasEnded.value = true
    session.value = null
  },
})

/** Asks the server who is signed in; `null` where nobody is. */
export async function loadSession(): Promise<void> {
  try {
    session.value = await api.get<Session>('/session')
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    session.value = null
  }
}

export type Credentials = { email: string; password: string; accountId?: number } | { token: string } | { link: string }

/** Signs in; refuses with the API's own error. */
export async function signIn(credentials: Credentials): Promise<void> {
  session.value = await api.send<Session>('POST', '/session', credentials)
  hasEnded.value = false
}

export async function signOut(): Promise<void> {
  await api.send('DELETE', '/session')
  session.value = null
}
