import { signal } from '@preact/signals'
import type { CannedResponse, Label, Member } from '../api/wire.ts'
import { onLive } from '../live/live.ts'
import { api } from '../session.ts'

/** Things of one kind that a team keeps: read whole, changed one by one. `events` begins the types of the events that tell of them. */
function createList<T extends { id: number }>(path: string, name: string, events: string) {
  const all = signal<readonly T[] | undefined>(undefined)
  const load = async (): Promise<void> => {
    all.value = (await api.get<Record<string, readonly T[]>>(path))[name]
  }
  return {
    all,
    load,
    /** Reads it again whenever it has changed, until the function returned is called. */
    follow(): () => void {
      const again = () => void load().catch(() => {}) // the page says that the server is away
      const stops = [onLive('event', ({ type }) => type.startsWith(events) && again()), onLive('reset', again)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    /** Changes the one with an id, or makes a new one. */
    async save(id: number | undefined, said: object, key: string): Promise<T> {
      const saved = id === undefined ? await api.send<T>('POST', path, said, key) : await api.send<T>('PATCH', `${path}/${id}`, said, key)
      await load()
      return saved
    },
    async remove(id: number): Promise<void> {
      await api.send('DELETE', `${path}/${id}`)
      await load()
    },
  }
}
export type TeamList = Pick<ReturnType<typeof createList>, 'load' | 'follow'>

export const members = createList<Member>('/members', 'members', 'member.')
export const labels = createList<Label>('/labels', 'labels', 'label.')
export const cannedResponses = createList<CannedResponse>('/canned-responses', 'cannedResponses', 'canned_response.')

export async function setPassword({ id }: Member, password: string, key: string): Promise<void> {
  await api.send('PUT', `/members/${id}/password`, { password }, key)
}
