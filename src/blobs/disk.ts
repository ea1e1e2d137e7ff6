import { createReadStream } from 'node:fs'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Blobs, isBlobKey } from './blobs.ts'
import { createReceiver } from './receive.ts'

/** Keeps blobs as files below a folder, spread over 256 folders. A blob is complete and on the disk before its key exists. */
export function createDiskBlobs(folder: string): Blobs {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key)
  return {
    // On the same disk, so that putting is renaming.
    ...createReceiver(join(folder, 'incoming')),
    async put(key, received) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await sync(received.path, 'r+')
      await rename(received.path, path)
      await sync(dirname(path), 'r') // a rename is on the disk only once its folder is
    },
    async open(key, range) {
      if (!isBlobKey(key)) return undefined
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

async function sync(path: string, flags: string): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
