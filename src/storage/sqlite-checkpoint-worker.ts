import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

// One connection for as long as the store is open; see sqlite-checkpoints.ts.
const db = new DatabaseSync((workerData as { path: string }).path)
db.exec('pragma synchronous = normal')

parentPort?.on('message', () => {
  const result = db.prepare('pragma wal_checkpoint(passive)').get() as { log: number }
  parentPort?.postMessage(result.log)
})
