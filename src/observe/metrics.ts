import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Core } from '../core/context.ts'
import type { DeliveryParts } from '../delivery/delivery-parts.ts'
import { measureStore } from '../storage/queries/installation.ts'
import { countLanes, countUnread } from '../storage/queries/webhooks/receivers.ts'
import { watchStreams } from './stream-metrics.ts'

/** The metrics of one server. */
export type Metrics = {
  registry: Registry
  /** Told the number of messages in each batch of sends. */
  onBatch(messages: number): void
  /** Told of every try to hand a delivery to a webhook's receiver. */
  onTry: NonNullable<DeliveryParts['onTry']>
  /** Follows the commits and the queue of an open core. */
  watch(core: Core): void
}

const COMMIT_SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1]
const RECEIVER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const AGE_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600, 3600, 86_400]
const BATCH_MESSAGES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const batches = new Histogram({
    name: 'parley_send_batch_messages',
    help: 'Messages in each batch of sends that shared a transaction.',
    buckets: BATCH_MESSAGES,
    registers,
  })
  const commits = new Histogram({
    name: 'parley_commit_seconds',
    help: 'Seconds each durable commit took, the work of its transactions included.',
    buckets: COMMIT_SECONDS,
    registers,
  })
  const transactions = new Counter({
    name: 'parley_transactions_total',
    help: 'Transactions that were committed; divided by the commits, how many share one.',
    registers,
  })
  const tries = new Counter({
    name: 'parley_webhook_tries_total',
    help: 'Tries to hand a delivery to the receiver of a webhook, by what became of them.',
    labelNames: ['outcome'],
    registers,
  })
  const receivers = new Histogram({
    name: 'parley_webhook_receiver_seconds',
    help: 'Seconds the receivers of webhooks took to answer, or to fail.',
    buckets: RECEIVER_SECONDS,
    registers,
  })
  const ages = new Histogram({
    name: 'parley_webhook_age_seconds',
    help: 'Seconds between an event and the end of the try in which the receiver took it.',
    buckets: AGE_SECONDS,
    registers,
  })
  return {
    registry,
    onTry({ taken, seconds, ageSeconds }) {
      tries.inc({ outcome: taken ? 'taken' : 'failed' })
      receivers.observe(seconds)
      if (taken) ages.observe(ageSeconds)
    },
    onBatch: (messages) => batches.observe(messages),
    watch(core) {
      watchWebhooks(core, registers)
      watchStreams(core, registry)
      watchStore(core, registers)
      core.store.onCommit((commit) => {
        commits.observe(commit.seconds)
        transactions.inc(commit.transactions)
      })
      new Gauge({
        name: 'parley_send_queue_waiting',
        help: 'Sends that wait for a batch.',
        registers,
        collect() {
          this.set(core.sends.waiting())
        },
      })
    },
  }
}

function watchStore({ store }: Core, registers: Registry[]): void {
  new Gauge({
    name: 'parley_store_bytes',
    help: 'Bytes of the store, indexes included; files of attachments lie elsewhere.',
    registers,
    async collect() {
      this.set(await measureStore(store))
    },
  })
}

/** What active webhooks have not been told yet. Counted when somebody asks. */
function watchWebhooks({ store }: Core, registers: Registry[]): void {
  new Gauge({
    name: 'parley_webhook_unread_events',
    help: 'Events that active webhooks have not read of their account’s log, summed over the webhooks.',
    registers,
    async collect() {
      this.set(await countUnread(store))
    },
  })
  new Gauge({
    name: 'parley_webhook_pending_lanes',
    help: 'Conversations, or other things, of which active webhooks have something to be told.',
    registers,
    async collect() {
      this.set(await countLanes(store))
    },
  })
}
