import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type Blobs, makeBlobKey } from '../../blobs/blobs.ts'
import type { Config } from '../../config.ts'
import { blobFolder, openBlobs, reasonOf } from '../open-installation.ts'
import type { Finding } from './doctor-checks.ts'

/** Whether attachments can be stored. A folder is as good as the data folder it is in; in a bucket something is written, read and removed. */
export async function checkBlobs(config: Config): Promise<Finding> {
  const about = 'attachments'
  if (config.blobs === null) return { state: 'ok', about, text: blobFolder(config) }
  const where = `${config.blobs}${config.s3Endpoint ? ` at ${config.s3Endpoint}` : ''}`
  const incoming = mkdtempSync(join(tmpdir(), 'parley-doctor-'))
  const started = performance.now()
  try {
    await writeAndRead(await openBlobs(config, incoming))
    return { state: 'ok', about, text: `${where}: written, read and removed in ${(performance.now() - started).toFixed(0)} ms` }
  } catch (error) {
    const { cause } = error as { cause?: unknown }
    return { state: 'bad', about, text: `${where}: ${reasonOf(error)}${cause ? ` ${reasonOf(cause)}` : ''}` }
  } finally {
    rmSync(incoming, { recursive: true, force: true })
  }
}

async function writeAndRead(blobs: Blobs): Promise<void> {
  const key = makeBlobKey()
  const bytes = randomBytes(64)
  await blobs.put(key, await blobs.receive(bytes))
  const read = await blobs.open(key)
  if (!read || !bytes.equals(await buffer(read))) throw new Error('What was written does not come back.')
  await blobs.remove(key)
  if (await blobs.open(key)) throw new Error('What was removed is still there.')
}
