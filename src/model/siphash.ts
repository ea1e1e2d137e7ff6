/** The 16-byte key as four little-endian 32-bit words, ready for `sipHash24`. */
export type SipKey = readonly [number, number, number, number]

/** Throws a `TypeError` unless the key has exactly 16 bytes. */
export function sipKey(key: Uint8Array): SipKey {
  if (key.length !== 16) throw new TypeError('A SipHash key has 16 bytes.')
  const view = new DataView(key.buffer, key.byteOffset, 16)
  return [view.getInt32(0, true), view.getInt32(4, true), view.getInt32(8, true), view.getInt32(12, true)]
}

/**
 * SipHash-2-4 of one 64-bit block, written to `out` as [low, high] 32-bit words.
 *
 * `words` is the padded message as the algorithm defines it: little-endian 32-bit words, two per block, the last byte being
 * the message's length modulo 256. Every 64-bit lane is a pair of 32-bit integers, which the compiler keeps in registers
 * where a BigInt would be allocated for every step.
 */
export function sipHash24(key: SipKey, words: Int32Array, out: Uint32Array): void {
  let [v0l, v0h, v1l, v1h] = key
  let v2l = v0l ^ 0x6e657261
  let v2h = v0h ^ 0x6c796765
  let v3l = v1l ^ 0x79746573
  let v3h = v1h ^ 0x74656462
  v0l ^= 0x70736575
  v0h ^= 0x736f6d65
  v1l ^= 0x6e646f6d
  v1h ^= 0x646f7261

  // Two rounds for each block (two words) and four at the end, so a round's number is also the index of its word.
  const blockRounds = words.length
  for (let round = 0; round < blockRounds + 4; round++) {
    if (round < blockRounds && (round & 1) === 0) {
      v3l ^= words[round]!
      v3h ^= words[round + 1]!
    }
    if (round === blockRounds) v2l ^= 0xff

    // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
    let low = (v0l + v1l) | 0
    let high = (v0h + v1h + (low >>> 0 < v1l >>> 0 ? 1 : 0)) | 0
    let turned = (v1l << 13) | (v1h >>> 19)
    v1h = ((v1h << 13) | (v1l >>> 19)) ^ high
    v1l = turned ^ low
    v0l = high
    v0h = low

    // v2 += v3; v3 = rotl(v3, 16) ^ v2
    low = (v2l + v3l) | 0
    v2h = (v2h + v3h + (low >>> 0 < v3l >>> 0 ? 1 : 0)) | 0
    v2l = low
    turned = (v3l << 16) | (v3h >>> 16)
    v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h
    v3l = turned ^ v2l

    // v0 += v3; v3 = rotl(v3, 21) ^ v0
    low = (v0l + v3l) | 0
    v0h = (v0h + v3h + (low >>> 0 < v3l >>> 0 ? 1 : 0)) | 0
    v0l = low
    turned = (v3l << 21) | (v3h >>> 11)
    v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h
    v3l = turned ^ v0l

    // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
    low = (v2l + v1l) | 0
    high = (v2h + v1h + (low >>> 0 < v1l >>> 0 ? 1 : 0)) | 0
    turned = (v1l << 17) | (v1h >>> 15)
    v1h = ((v1h << 17) | (v1l >>> 15)) ^ high
    v1l = turned ^ low
    v2l = high
    v2h = low

    if (round < blockRounds && (round & 1) === 1) {
      v0l ^= words[round - 1]!
      v0h ^= words[round]!
    }
  }
  out[0] = v0l ^ v1l ^ v2l ^ v3l
  out[1] = v0h ^ v1h ^ v2h ^ v3h
}
