import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { startS3 } from '../../test/support/s3-server.ts'
import { makeBlobKey } from './blobs.ts'
import { createS3Blobs, objectUrl, type S3Settings } from './s3.ts'

const SETTINGS: S3Settings = {
  bucket: 'files',
  prefix: 'parley/one',
  endpoint: null,
  region: 'eu-central-1',
  pathStyle: false,
  accessKeyId: 'the-id',
  secretAccessKey: 'the-secret',
}

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A store of S3's that behaves in a way of its own. */
async function startOdd(t: TestContext, behave: RequestListener): Promise<S3Settings> {
  const server = createServer(behave)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { ...SETTINGS, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pathStyle: true }
}

test('an object is named by its host or in its path, below the prefix', () => {
  const key = 'ab00000000000000000000000000cdef'
  const cases: [Partial<S3Settings>, string][] = [
    [{}, `https://files.s3.eu-central-1.amazonaws.com/parley/one/ab/${key}`],
    [{ pathStyle: true }, `https://s3.eu-central-1.amazonaws.com/files/parley/one/ab/${key}`],
    [{ prefix: '' }, `https://files.s3.eu-central-1.amazonaws.com/ab/${key}`],
    [{ endpoint: 'http://minio.example:9000', pathStyle: true }, `http://minio.example:9000/files/parley/one/ab/${key}`],
    [{ endpoint: 'http://minio.example:9000', prefix: "it's (mine)" }, `http://files.minio.example:9000/it's%20(mine)/ab/${key}`],
  ]
  for (const [settings, url] of cases) assert.equal(objectUrl({ ...SETTINGS, ...settings }, key).href, url)
})

test('objects lie below the prefix, under the names a folder would have', async (t) => {
  const { settings, objects } = await startS3(t)
  const blobs = createS3Blobs({ ...settings, prefix: "it's (mine)" }, makeFolder(t))
  const key = makeBlobKey()
  await blobs.put(key, await blobs.receive(Buffer.from('x')))
  assert.deepEqual(objects(), [`it's (mine)/${key.slice(0, 2)}/${key}`])
})

test('a refusal names the store’s own code and no secret, and the bytes stay on this machine', async (t) => {
  const { settings } = await startS3(t)
  const folder = makeFolder(t)
  const cases: [Partial<S3Settings>, RegExp][] = [
    [{ accessKeyId: 'nobody' }, /refused PUT with 403 InvalidAccessKeyId\.$/],
    [{ bucket: 'elsewhere' }, /refused PUT with 404 NoSuchBucket\.$/],
    [{ endpoint: 'http://127.0.0.1:1' }, /at 127\.0\.0\.1:1 cannot be reached\.$/],
  ]
  for (const [wrong, message] of cases) {
    const blobs = createS3Blobs({ ...settings, ...wrong }, folder)
    const received = await blobs.receive(Buffer.from('x'))
    await assert.rejects(blobs.put(makeBlobKey(), received), (error: Error) => {
      assert.match(error.message, message)
      assert.ok(!error.message.includes('S3RVER'))
      return true
    })
    assert.equal(readdirSync(folder).length, 1)
    await blobs.discard(received)
  }
})

test('a store that is busy or hangs up is asked again, with the whole of the bytes, and in the end given up', async (t) => {
  const bodies: number[] = []
  let tries = 0
  const settings = await startOdd(t, async (request, response) => {
    tries += 1
    if (tries % 3 === 1) return void response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>')
    if (tries % 3 === 2) return void request.socket.destroy()
    assert.equal(request.headers['transfer-encoding'], undefined)
    bodies.push((await buffer(request)).length)
    response.end()
  })
  const blobs = createS3Blobs(settings, makeFolder(t))
  await blobs.put(makeBlobKey(), await blobs.receive(Buffer.alloc(500_000)))
  assert.deepEqual(bodies, [500_000])
  const busy = await startOdd(t, (_request, response) => response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>'))
  await assert.rejects(createS3Blobs(busy, makeFolder(t)).remove(makeBlobKey()), /refused DELETE with 503 SlowDown/)
})

test('bytes that break off on their way from the store are an error, not a shorter file', async (t) => {
  const settings = await startOdd(t, (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('x'.repeat(100), () => response.destroy())
  })
  const stream = await createS3Blobs(settings, makeFolder(t)).open(makeBlobKey())
  await assert.rejects(buffer(stream as NodeJS.ReadableStream))
})
