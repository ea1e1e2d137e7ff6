import { computed, signal } from '@preact/signals'
import type { Channel, Connections, Member, NewToken, Token } from '../api/wire.ts'
import { api, isAdministrator } from '../session.ts'
import { inApiOrder } from '../ui/apis.ts'

/** What the page shows; undefined until it is known. */
export const connections = signal<Connections | undefined>(undefined)
/** The conversation that the calls are about, as the inbox knows it. */
export const exampleId = computed(
  () => connections.value?.connections.find(({ dialect }) => dialect === 'parley')?.ids.conversationId ?? null,
)
export const members = signal<readonly Member[] | undefined>(undefined)
export const tokens = signal<readonly Token[] | undefined>(undefined)
export const channels = signal<readonly Channel[] | undefined>(undefined)
/** The secrets of tokens made since the page was opened, by API; they are kept nowhere else. */
export const fresh = signal<Readonly<Record<string, NewToken>>>({})
export const failure = signal<Error | undefined>(undefined)

/** Reads everything; what cannot be had is told by `failure`. */
export async function loadConnect(): Promise<void> {
  failure.value = undefined
  try {
    const [all, people, made, places] = await Promise.all([
      api.get<Connections>('/connections'),
      api.get<{ members: Member[] }>('/members'),
      isAdministrator.value ? api.get<{ tokens: Token[] }>('/tokens') : undefined,
      api.get<{ channels: Channel[] }>('/channels'),
    ])
    connections.value = { ...all, connections: inApiOrder(all.connections) }
    members.value = people.members
    tokens.value = made?.tokens
    channels.value = places.channels
  } catch (error) {
    failure.value = error as Error
  }
}

/** Forgets the secrets once the page is left. */
export function forgetSecrets(): void {
  fresh.value = {}
}

export async function createToken(body: object, key: string): Promise<NewToken> {
  const made = await api.send<NewToken>('POST', '/tokens', body, key)
  const { secret: _, ...shown } = made
  tokens.value = [...(tokens.value ?? []).filter(({ id }) => id !== made.id), shown]
  fresh.value = { ...fresh.value, [made.dialect]: made }
  return made
}

export async function revokeToken({ id, dialect }: Token): Promise<void> {
  await api.send('DELETE', `/tokens/${id}`)
  tokens.value = tokens.value?.filter((one) => one.id !== id)
  if (fresh.value[dialect]?.id === id) dropSecret(dialect)
}

/** The secret need not be shown any longer. */
export function dropSecret(dialect: string): void {
  const { [dialect]: _, ...rest } = fresh.value
  fresh.value = rest
}

export async function createWidget(name: string, key: string): Promise<Channel> {
  const made = await api.send<Channel>('POST', '/channels', { name, kind: 'web_widget' }, key)
  channels.value = [...(channels.value ?? []).filter(({ id }) => id !== made.id), made]
  return made
}
