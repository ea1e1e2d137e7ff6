import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Blobs } from './blobs.ts'

/** Keeps blobs as files below a folder, spread over 256 folders. A blob is complete and on the disk before its key exists. */
export function createDiskBlobs(folder: string): Blobs {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key)
  return {
    async put(bytes) {
      const key = randomBytes(16).toString('hex')
      const path = pathOf(key)
      const unfinished = `${path}.part`
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const file = await open(unfinished, 'wx', 0o600)
      const hash = createHash('sha256')
      let sizeBytes = 0
      try {
        for await (const chunk of Buffer.isBuffer(bytes) ? [bytes] : bytes) {
          hash.update(chunk)
          sizeBytes += chunk.length
          await file.writeFile(chunk)
        }
        await file.sync()
        await file.close()
        await rename(unfinished, path)
        await syncFolder(dirname(path))
      } catch (error) {
        await file.close().catch(() => {})
        await rm(unfinished, { force: true })
        throw error
      }
      return { key, sizeBytes, digest: hash.digest('hex') }
    },
    async open(key, range) {
      if (!/^[0-9a-f]{32}$/.test(key)) return undefined
      const path = pathOf(key)
      try {
        await access(path)
      } catch {
        return undefined
      }
      return createReadStream(path, range)
    },
    async remove(key) {
      await rm(pathOf(key), { force: true })
    },
  }
}

/** A rename is on the disk only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
