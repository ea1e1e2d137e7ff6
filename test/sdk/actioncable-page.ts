import { parentPort, workerData } from 'node:worker_threads'
import { createConsumer, type Subscription } from '@rails/actioncable'

/** What a test says to a page. */
export type Order = { subscribe: string; params: object } | { perform: string; action: string } | { look: string }
/** What a page says of a subscription: what became of it, or what it was told. */
export type Report = { key: string; state: string } | { key: string; told: { event: string; data: Record<string, unknown> } }

/**
 * A page with `@rails/actioncable` in a thread of its own: the library wants a page's globals and goes on by itself for as long as there is one. Each subscription has a
 * connection of its own, as tabs have. `look` says where the server is by now, and that somebody looks at the page again.
 */
const page = new EventTarget()
Object.assign(globalThis, {
  document: { visibilityState: 'visible' },
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
})
let url = workerData as string
const subscriptions = new Map<string, Subscription>()
const report = (one: Report) => parentPort?.postMessage(one)

function subscribe(key: string, params: object): void {
  const subscription = createConsumer(() => url).subscriptions.create(
    { channel: 'RoomChannel', ...params },
    {
      connected: () => report({ key, state: 'connected' }),
      disconnected: () => report({ key, state: 'disconnected' }),
      rejected: () => report({ key, state: 'rejected' }),
      received: (told: { event: string; data: Record<string, unknown> }) => report({ key, told }),
    },
  )
  subscriptions.set(key, subscription)
}

parentPort?.on('message', (order: Order) => {
  if ('subscribe' in order) subscribe(order.subscribe, order.params)
  else if ('perform' in order) subscriptions.get(order.perform)?.perform(order.action)
  else {
    url = order.look
    page.dispatchEvent(new Event('visibilitychange'))
  }
})
