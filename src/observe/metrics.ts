import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Core } from '../core/context.ts'

/** The metrics of one server. */
export type Metrics = {
  registry: Registry
  /** Told the number of messages in each batch of sends. */
  onBatch(messages: number): void
  /** Follows the commits and the queue of an open core. */
  watch(core: Core): void
}

const COMMIT_SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1]
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
  return {
    registry,
    onBatch: (messages) => batches.observe(messages),
    watch(core) {
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
