import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { startS3 } from '../../test/support/s3-server.ts'
import { type Blobs, makeBlobKey } from './blobs.ts'
import { createDiskBlobs } from './disk.ts'
import { createS3Blobs } from './s3.ts'

type Start = (t: TestContext) => Promise<{ blobs: Blobs; incoming: string }>

/** Every store there is, each of which keeps the same promises. */
const STORES: Record<string, Start> = {
  disk: async (t) => {
    const folder = makeFolder(t)
    return { blobs: createDiskBlobs(folder), incoming: join(folder, 'incoming') }
  },
  S3: async (t) => {
    const folder = makeFolder(t)
    const { settings } = await startS3(t)
    return { blobs: createS3Blobs(settings, folder), incoming: folder }
  },
}

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function read(blobs: Blobs, key: string, range?: { start: number; end: number }): Promise<Buffer | undefined> {
  const stream = await blobs.open(key, range)
  return stream && buffer(stream)
}

for (const [name, start] of Object.entries(STORES)) {
  test(`${name}: bytes come back as they went in, whole and in part, until they are removed`, async (t) => {
    const { blobs, incoming } = await start(t)
    const bytes = randomBytes(3_000_001)
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 65_000) yield bytes.subarray(at, at + 65_000)
    }
    const received = await blobs.receive(pieces())
    const digest = createHash('sha256').update(bytes).digest('hex')
    assert.deepEqual([received.sizeBytes, received.digest], [bytes.length, digest])
    const key = makeBlobKey()
    assert.equal(await read(blobs, key), undefined)
    await blobs.put(key, received)
    assert.deepEqual(readdirSync(incoming), [])
    assert.ok((await read(blobs, key))?.equals(bytes))
    assert.deepEqual(await read(blobs, key, { start: 2_999_990, end: 3_000_000 }), bytes.subarray(2_999_990))
    assert.deepEqual(await read(blobs, key, { start: 0, end: 1 }), bytes.subarray(0, 2))
    await blobs.remove(key)
    await blobs.remove(key)
    assert.equal(await read(blobs, key), undefined)
    assert.equal(await read(blobs, '../secret'), undefined)
  })

  test(`${name}: nothing is as good as something`, async (t) => {
    const { blobs } = await start(t)
    const key = makeBlobKey()
    await blobs.put(key, await blobs.receive(Buffer.alloc(0)))
    assert.deepEqual(await read(blobs, key), Buffer.alloc(0))
  })

  test(`${name}: what breaks off, is discarded, or is old leaves nothing on this machine`, async (t) => {
    const { blobs, incoming } = await start(t)
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('The client went away.')
    }
    await assert.rejects(blobs.receive(broken()), /went away/)
    await blobs.discard(await blobs.receive(Buffer.from('x')))
    assert.deepEqual(readdirSync(incoming), [])
    const old = await blobs.receive(Buffer.from('old'))
    await blobs.receive(Buffer.from('young'))
    utimesSync(old.path, 1000, 1000)
    assert.equal(await blobs.sweepReceived(new Date(2000 * 1000)), 1)
    assert.equal(readdirSync(incoming).length, 1)
  })
}
