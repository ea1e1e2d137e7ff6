import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { S3Settings } from '../../src/blobs/s3.ts'

type S3rver = new (options: object) => { run(): Promise<AddressInfo>; close(): Promise<void> }

/**
 * A real S3 server with one empty bucket, of the npm package `s3rver`, closed after the test. It knows its access key by name, and does not check signatures of version 4:
 * those are compared with Amazon's published examples instead. `objects` lists what is in the bucket.
 */
export async function startS3(t: TestContext): Promise<{ settings: S3Settings; objects(): string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-s3-'))
  const Server = createRequire(import.meta.url)('s3rver') as S3rver
  const server = new Server({ port: 0, address: '127.0.0.1', silent: true, directory: folder, configureBuckets: [{ name: 'files' }] })
  const { port } = await server.run()
  t.after(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const keys = { region: 'eu-central-1', accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }
  return {
    settings: { ...keys, bucket: 'files', prefix: 'parley/one', endpoint: `http://127.0.0.1:${port}`, pathStyle: true },
    objects: () =>
      readdirSync(join(folder, 'files'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('._S3rver_object'))
        .map((name) => name.slice(0, -'._S3rver_object'.length)),
  }
}
