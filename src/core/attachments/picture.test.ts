import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { readPicture, THUMBNAIL_PIXELS } from './picture.ts'

function write(t: TestContext, bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'file'), bytes)
  return join(folder, 'file')
}

function make(width: number, height: number, format: 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'tiff', orientation = 1): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#a30' } })
    .withMetadata({ orientation })
    .toFormat(format)
    .toBuffer()
}

/** A PNG whose header promises more pixels than anybody has memory for. */
function makeBomb(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(data.length, 0)
    ends.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
  }
  const header = Buffer.from([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 6, 0, 0, 0]) // 60,000 × 60,000
  const lines = deflateSync(Buffer.alloc(1_000_000))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', lines),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

test('every kind of picture has its size, and a thumbnail that keeps its shape', async (t) => {
  for (const format of ['jpeg', 'png', 'gif', 'webp', 'avif', 'tiff'] as const) {
    const picture = await readPicture(write(t, await make(900, 450, format)), `image/${format}`)
    assert.deepEqual([picture?.width, picture?.height], [900, 450], format)
    const { width, height, format: kind } = await sharp(picture?.thumbnail ?? undefined).metadata()
    assert.deepEqual([width, height, kind], [THUMBNAIL_PIXELS, THUMBNAIL_PIXELS / 2, 'webp'], format)
  }
})

test('a picture that is to be turned has the size it is shown in, and a small one is its own thumbnail', async (t) => {
  const turned = await readPicture(write(t, await make(900, 450, 'jpeg', 6)), 'image/jpeg')
  assert.deepEqual([turned?.width, turned?.height], [450, 900])
  assert.equal((await sharp(turned?.thumbnail ?? undefined).metadata()).height, THUMBNAIL_PIXELS)
  const small = await readPicture(write(t, await make(THUMBNAIL_PIXELS, 10, 'png')), 'image/png')
  assert.deepEqual(small, { width: THUMBNAIL_PIXELS, height: 10, thumbnail: null })
})

test('nothing is made of what is broken, too large, or drawn by a program', async (t) => {
  const bomb = write(t, makeBomb())
  assert.deepEqual(await readPicture(bomb, 'image/png'), { width: 60_000, height: 60_000, thumbnail: null })
  const whole = await make(900, 450, 'jpeg')
  assert.equal(await readPicture(write(t, whole.subarray(0, 20)), 'image/jpeg'), undefined)
  assert.equal(await readPicture(write(t, Buffer.from('no picture')), 'image/png'), undefined)
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>')
  assert.equal(await readPicture(write(t, svg), 'image/svg+xml'), undefined)
  assert.equal(await readPicture(write(t, svg), 'image/png'), undefined)
})
