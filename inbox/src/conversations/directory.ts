import { type ReadonlySignal, signal } from '@preact/signals'
import { ApiError } from '../api/api-error.ts'
import { type Api, newKey } from '../api/client.ts'
import type { Channel, Label, LogEvent, Member, Team } from '../api/wire.ts'

/** What conversations name: who is on the team, its teams, the labels that are defined, and where customers come from. */
export type Directory = {
  members: ReadonlySignal<readonly Member[]>
  teams: ReadonlySignal<readonly Team[]>
  labels: ReadonlySignal<readonly Label[]>
  channels: ReadonlySignal<readonly Channel[]>
  load(): Promise<void>
  /** Defines a label, for administrators; one that there is already is as good. */
  define(title: string): Promise<void>
  hear(event: LogEvent): void
}

export function createDirectory(api: Api): Directory {
  const members = signal<readonly Member[]>([])
  const teams = signal<readonly Team[]>([])
  const labels = signal<readonly Label[]>([])
  const channels = signal<readonly Channel[]>([])
  const reads: Record<string, () => Promise<void>> = {
    member: async () => {
      members.value = (await api.get<{ members: Member[] }>('/members')).members
    },
    team: async () => {
      teams.value = (await api.get<{ teams: Team[] }>('/teams')).teams
    },
    label: async () => {
      labels.value = (await api.get<{ labels: Label[] }>('/labels')).labels
    },
    channel: async () => {
      channels.value = (await api.get<{ channels: Channel[] }>('/channels')).channels
    },
  }
  return {
    ...{ members, teams, labels, channels },
    async load() {
      await Promise.all(Object.values(reads).map((read) => read()))
    },
    async define(title) {
      await api.send('POST', '/labels', { title }, newKey()).catch((error: unknown) => {
        if (!(error instanceof ApiError) || error.code !== 'label_title_taken') throw error
      })
      await reads.label?.()
    },
    hear({ type }) {
      // What could not be read stays as it was; the next change or the next start reads it.
      void reads[type.split('.')[0] ?? '']?.().catch(() => {})
    },
  }
}

/** The name somebody of the team is shown by. */
export function nameOfMember({ displayName, name }: Member): string {
  return displayName ?? name
}

/** Who may be given a conversation: people, not programs, and none who sees single conversations only. Pure. */
export function listAssignable(members: readonly Member[]): Member[] {
  return members.filter(({ role }) => role !== 'bot' && role !== 'driver')
}
