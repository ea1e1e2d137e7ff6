import { OutcomeUnknown } from '../../storage/db.ts'
import type { Answer, Core } from '../context.ts'
import type { SendCommand } from './decide-sends.ts'
import { isPlain, type Outcome, sendBatch } from './send-batch.ts'

/** Merges sends that arrive together into batches, one account a batch. */
export type SendQueue = {
  /** Resolves with the command's outcome once it is durable; rejects when the store failed. */
  submit(command: SendCommand): Promise<Outcome>
  /** How many commands wait for a batch. */
  waiting(): number
  /** How many batches were begun so far. */
  batches(): number
}

type Waiting = { command: SendCommand; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void }
type Lane = { waiting: Waiting[]; isRunning: boolean }

const MAX_BATCH_MESSAGES = 1000

/** `onBatch` is told the number of messages in each batch, for the metrics. */
export function createSendQueue(getCore: () => Core, onBatch: (messages: number) => void = () => {}): SendQueue {
  const lanes = new Map<number, Lane>()
  let flushing = false
  let waiting = 0
  let batches = 0

  function flush(): void {
    flushing = false
    for (const [accountId, lane] of lanes) start(accountId, lane)
  }

  /**
   * One batch of an account at a time, on PostgreSQL too: what waits meanwhile becomes the next batch. With two or three under way they met at the account's
   * counter anyway, were smaller, and cost a sixth and a third more processor time for each message. Accounts do not wait for each other.
   */
  function start(accountId: number, lane: Lane): void {
    if (lane.isRunning || lane.waiting.length === 0) return
    const batch = takeBatch(lane.waiting)
    waiting -= batch.length
    lane.isRunning = true
    void runHalves(accountId, batch).finally(() => {
      lane.isRunning = false
      if (lane.waiting.length > 0) start(accountId, lane)
      else lanes.delete(accountId)
    })
  }

  /** Each half is a transaction, so that what becomes of the one says nothing about the other. */
  async function runHalves(accountId: number, batch: Waiting[]): Promise<void> {
    const plain = batch.filter((one) => isPlain(one.command))
    if (plain.length === batch.length) return run(accountId, batch)
    if (plain.length > 0) await run(accountId, plain)
    await run(
      accountId,
      batch.filter((one) => !isPlain(one.command)),
    )
  }

  async function run(accountId: number, batch: Waiting[]): Promise<void> {
    const core = getCore()
    batches += 1
    onBatch(batch.reduce((sum, one) => sum + one.command.messages.length, 0))
    try {
      const commands = batch.map((one) => one.command)
      const outcomes = await sendBatch(core, accountId, commands)
      for (const [index, one] of batch.entries()) one.resolve(outcomes[index] as Outcome)
    } catch (error) {
      if (batch.length === 1 || error instanceof OutcomeUnknown) {
        for (const one of batch) one.reject(error)
        return
      }
      // One command that the store cannot take must not fail its neighbours: each tries again alone.
      for (const one of batch) await run(accountId, [one])
    }
  }

  return {
    submit(command) {
      const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
      const lane = lanes.get(command.accountId) ?? { waiting: [], isRunning: false }
      lanes.set(command.accountId, lane)
      lane.waiting.push({ command, resolve, reject })
      waiting += 1
      if (!flushing) {
        flushing = true
        setImmediate(flush) // everything that arrives in this turn of the event loop shares a batch
      }
      return promise
    },
    waiting: () => waiting,
    batches: () => batches,
  }
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let messages = 0
  let count = 0
  for (const one of waiting) {
    messages += one.command.messages.length
    if (count > 0 && messages > MAX_BATCH_MESSAGES) break
    count += 1
  }
  return waiting.splice(0, count)
}

/** Submits a command and renders what came of it; a refusal is thrown. */
export async function submitSend(core: Core, command: SendCommand): Promise<Answer> {
  const outcome = await core.sends.submit(command)
  if ('refusal' in outcome) throw outcome.refusal
  if ('answer' in outcome) return outcome.answer
  return command.render(core.store, outcome.sent)
}
