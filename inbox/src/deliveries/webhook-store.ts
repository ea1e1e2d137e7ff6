import { signal } from '@preact/signals'
import { ApiError } from '../api/api-error.ts'
import { type Api, newKey } from '../api/client.ts'
import type { NewWebhook, Webhook, WebhookDelivery, WholeDelivery } from '../api/wire.ts'
import { EMPTY_LEDGER, enterPage, type Ledger, type LedgerFilter, type LedgerPage, staleBefore } from './ledger.ts'

const PAGE = 50

/** What is known of one webhook, and what can be done to it. */
export type WebhookStore = ReturnType<typeof createWebhookStore>

/** `onTested` is told the number under which a test is delivered. */
export function createWebhookStore(api: Pick<Api, 'get' | 'send'>, id: number, onTested: (number: number) => void) {
  const path = `/webhooks/${id}`
  const webhook = signal<Webhook | undefined>(undefined)
  const ledger = signal<Ledger | undefined>(undefined)
  const filter = signal<LedgerFilter>('all')
  const opened = signal<WholeDelivery | undefined>(undefined)
  const failure = signal<Error | undefined>(undefined)
  let openNumber: number | undefined
  /** The place in the log of a test that is on its way into the ledger. */
  let testedAt: number | undefined

  function readPage(before?: number): Promise<LedgerPage> {
    const state = filter.value === 'all' ? undefined : filter.value
    return api.get<LedgerPage>(`${path}/deliveries`, { state, before, limit: PAGE })
  }

  /** Enters a page unless something else has been asked for meanwhile. */
  async function enter(before?: number): Promise<LedgerPage> {
    const asked = filter.value
    const page = await readPage(before)
    if (filter.value === asked) ledger.value = enterPage(ledger.value ?? EMPTY_LEDGER, page, before)
    return page
  }

  async function refreshOpened(): Promise<void> {
    const number = openNumber
    if (number === undefined) return
    try {
      const whole = await api.get<WholeDelivery>(`${path}/deliveries/${number}`)
      if (openNumber === number) opened.value = whole
    } catch (error) {
      // Old ones are taken away with time: an address that names one shows the others.
      if (!(error instanceof ApiError) || error.status !== 404) throw error
      openNumber = undefined
    }
  }

  /** Reads everything that is shown again. What cannot be read leaves what is known. */
  async function refresh(): Promise<void> {
    try {
      const [found, page] = await Promise.all([api.get<Webhook>(path), enter(), refreshOpened()])
      webhook.value = found
      const stale = ledger.value && staleBefore(ledger.value, page)
      if (stale !== undefined) await enter(stale)
      const tested = ledger.value?.rows.find(({ position }) => position === testedAt)
      if (tested) {
        testedAt = undefined
        onTested(tested.number)
      }
      failure.value = undefined
    } catch (error) {
      failure.value = error as Error
    }
  }

  function act<T>(what: string, body?: unknown, key = newKey()): Promise<T> {
    return api.send<T>('POST', path + what, body, key)
  }
  async function change(what: string, body?: unknown, key?: string): Promise<void> {
    webhook.value = await act<Webhook>(what, body, key)
    await refresh()
  }

  return {
    webhook,
    ledger,
    filter,
    opened,
    failure,
    refresh,
    older: async () => void (await enter(ledger.value?.nextBefore ?? undefined)),
    async choose(next: LedgerFilter) {
      filter.value = next
      ledger.value = undefined
      await refresh()
    },
    /** Shows a delivery with its attempts; undefined shows none. */
    async open(number: number | undefined) {
      openNumber = number
      if (opened.value?.number !== number) opened.value = undefined
      await refreshOpened()
    },
    pause: () => change('/pause'),
    resume: (from: 'here' | 'now') => change('/resume', { from }),
    replayFrom: (fromPosition: number, key: string) => change('/replay', { fromPosition }, key),
    async replay(number: number) {
      await act<WebhookDelivery>(`/deliveries/${number}/replay`)
      await refresh()
    },
    async test() {
      testedAt = (await act<{ position: number }>('/test')).position
      filter.value = 'all'
      await refresh()
    },
    rotate: (overlapHours: number, key: string) => act<NewWebhook>('/secret', { overlapHours }, key),
    remove: () => api.send('DELETE', path, undefined, newKey()),
  }
}
