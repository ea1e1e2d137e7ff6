import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sipHash24, sipKey } from './siphash.ts'

const referenceKey = Uint8Array.from({ length: 16 }, (_, i) => i)

/** The reference message of a length is 00 01 02 …; the padding ends it with the length in the last byte of a block. */
function hashOfReferenceMessage(lengthBytes: number): bigint {
  const padded = new Uint8Array(Math.floor(lengthBytes / 8) * 8 + 8)
  for (let i = 0; i < lengthBytes; i++) padded[i] = i
  padded[padded.length - 1] = lengthBytes
  const view = new DataView(padded.buffer)
  const words = Int32Array.from({ length: padded.length / 4 }, (_, i) => view.getInt32(i * 4, true))
  const out = new Uint32Array(2)
  sipHash24(sipKey(referenceKey), words, out)
  return (BigInt(out[1]!) << 32n) | BigInt(out[0]!)
}

test('the published SipHash-2-4 vectors come out', () => {
  const vectors: [lengthBytes: number, hash: bigint][] = [
    [0, 0x726fdb47dd0e0e31n],
    [1, 0x74f839c593dc67fdn],
    [2, 0x0d6c8009d9a94f5an],
    [7, 0xab0200f58b01d137n],
    [8, 0x93f5f5799a932462n],
    [15, 0xa129ca6149be45e5n],
    [16, 0x3f2acc7f57c29bdbn],
  ]
  for (const [lengthBytes, hash] of vectors) assert.equal(hashOfReferenceMessage(lengthBytes), hash, `${lengthBytes} bytes`)
})

test('a key is read at its own offset, and only with 16 bytes', () => {
  const padded = Uint8Array.of(9, 9, 9, ...referenceKey, 9)
  assert.deepEqual(sipKey(padded.subarray(3, 19)), [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c])
  assert.throws(() => sipKey(new Uint8Array(15)), TypeError)
  assert.throws(() => sipKey(new Uint8Array(17)), TypeError)
})
