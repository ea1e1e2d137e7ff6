import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Blobs, makeBlobKey } from './blobs.ts'

/** Takes bytes in below a folder of this machine, each into a file of its own, and measures and digests them on the way. */
export function createReceiver(folder: string): Pick<Blobs, 'receive' | 'discard' | 'sweepReceived'> {
  return {
    async receive(bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, makeBlobKey())
      const file = await open(path, 'wx', 0o600)
      const hash = createHash('sha256')
      let sizeBytes = 0
      try {
        for await (const chunk of Buffer.isBuffer(bytes) ? [bytes] : bytes) {
          hash.update(chunk)
          sizeBytes += chunk.length
          await file.writeFile(chunk)
        }
        await file.close()
      } catch (error) {
        await file.close().catch(() => {})
        await rm(path, { force: true })
        throw error
      }
      return { path, sizeBytes, digest: hash.digest('hex') }
    },
    async discard({ path }) {
      await rm(path, { force: true })
    },
    async sweepReceived(before) {
      let swept = 0
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name)
        const { mtime } = (await stat(path).catch(() => undefined)) ?? {}
        if (!mtime || mtime >= before) continue
        await rm(path, { force: true })
        swept += 1
      }
      return swept
    },
  }
}
