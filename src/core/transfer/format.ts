import { createHash, type Hash } from 'node:crypto'
import type { Value } from '../../storage/db.ts'

/** What the file begins with says; another number is another format. */
export const FORMAT = 1

/**
 * An export is JSON Lines: the head; for each table its name and columns, then its rows as arrays; the files, which lie beside it by their keys; and the end, with counts and digests.
 * Whatever is equal in two stores is equal in their exports, byte for byte.
 */
export type Head = {
  parley: 'account'
  format: typeof FORMAT
  schema: number
  account: { id: number; name: string }
  /** No id from this one on was given out when it was made. */
  nextId: number
  installation: { idKey: string; signingKey: string }
  /** How many rows each table has, and how many files there are. */
  rows: Record<string, number>
  files: number
}
export type TableLine = { table: string; columns: string[] }
/** Without a digest where its bytes were gone. */
export type FileLine = { file: string; sizeBytes: number | null; digest: string | null }
export type End = { end: true; tables: Record<string, Sum>; files: Sum }
export type Sum = { count: number; digest: string }

/** The digest of lines in their order. */
export class LineDigest {
  readonly #hash: Hash = createHash('sha256')
  #count = 0

  add(line: string): void {
    this.#hash.update(line).update('\n')
    this.#count += 1
  }

  sum(): Sum {
    return { count: this.#count, digest: this.#hash.digest('hex') }
  }
}

export function writeRow(row: readonly Value[]): string {
  return JSON.stringify(row)
}

/** An export that cannot be read, or cannot be taken in here; the message is for whoever runs the command. */
export class TransferError extends Error {
  override name = 'TransferError'
}

/** Told now and then how far it is: rows, then files. */
export type Progress = (step: { what: 'rows' | 'files'; done: number; total: number }) => void
