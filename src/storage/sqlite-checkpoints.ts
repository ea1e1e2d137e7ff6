import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'

/** Rows changed between two checkpoints. */
const EVERY_CHANGES = 8_000
/** A log of this many pages (of 4 kB) is finished off by the writer, so that it can begin anew. */
const LONGEST_LOG = 65_536

export type Checkpointer = {
  /** Told of every durable change, while neither a transaction nor a snapshot is open on this thread. */
  note(changes: number): void
  close(): Promise<void>
}

/**
 * Moves the log's pages into the store's file on a thread and a connection of its own, so that neither requests nor commits wait for it. Passive: it never
 * takes a lock that a reader or the writer needs. Under steady load the log would never be caught up with and grow for ever; past a length
 * the writer does the little that is left itself, between two groups, and the log begins anew. The thread is started when there is first something to do.
 */
export function createCheckpointer(path: string, writer: DatabaseSync): Checkpointer {
  const finish = writer.prepare('pragma wal_checkpoint(passive)')
  let worker: Worker | undefined
  let gathered = 0
  let running = false
  let pages = 0

  function start(): Worker {
    const started = new Worker(new URL('./sqlite-checkpoint-worker.ts', import.meta.url), {
      workerData: { path },
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 }, // it has next to nothing to keep
    })
    started.on('message', (log: number) => {
      pages = log
      running = false
    })
    // Without the thread the writer checkpoints by itself, every time.
    started.on('error', () => {
      worker = undefined
      running = false
      pages = LONGEST_LOG
    })
    started.unref()
    return started
  }

  return {
    note(changes) {
      gathered += changes
      if (running) return
      if (pages >= LONGEST_LOG) {
        // Right behind the thread's own checkpoint, while the little that came meanwhile is all that is left.
        pages = 0
        gathered = 0
        finish.get()
        return
      }
      if (gathered < EVERY_CHANGES) return
      gathered = 0
      running = true
      worker ??= start()
      worker.postMessage('checkpoint')
    },
    async close() {
      await worker?.terminate()
    },
  }
}
