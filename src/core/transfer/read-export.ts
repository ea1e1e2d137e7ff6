import type { Value } from '../../storage/db.ts'
import { ACCOUNT_TABLES } from '../../storage/queries/transfer/account-tables.ts'
import { type End, type FileLine, FORMAT, type Head, LineDigest, type Sum, type TableLine, TransferError } from './format.ts'

/** Where an export comes from. It is read several times. */
export type ExportSource = {
  /** The lines of the file, without their ends. */
  lines(): AsyncIterable<string>
  openFile(key: string): Promise<AsyncIterable<Buffer> | undefined>
}

/** A few hundred rows of one table, or a file. */
export type Part = { table: string; columns: string[]; rows: Value[][] } | FileLine

const STEP = 500
/** Half of what ids can be: nobody comes near it, and who says so would leave the store without any. */
const MOST_IDS = 2 ** 52

/** The head of an export. Refuses what is none, and what a newer or an older Parley has made. */
export async function readHead(source: ExportSource, schema: number): Promise<Head> {
  for await (const line of source.lines()) {
    const head = parse(line) as Partial<Head>
    if (head?.parley !== 'account') break
    if (head.format !== FORMAT || head.schema !== schema) {
      throw new TransferError(
        `It was exported with format ${head.format} and schema ${head.schema}; this Parley reads format ${FORMAT} and schema ${schema}. Use the same version on both sides.`,
      )
    }
    if (!isHead(head)) break
    return head
  }
  throw new TransferError('This is no export of an account.')
}

function isHead(head: Partial<Head>): head is Head {
  const { account, nextId, installation, rows, files } = head
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
  const isHex = (text: unknown, bytes: number) => typeof text === 'string' && new RegExp(`^[0-9a-f]{${2 * bytes}}$`).test(text)
  return (
    isCount(account?.id) &&
    typeof account?.name === 'string' &&
    isCount(nextId) &&
    (nextId as number) < MOST_IDS &&
    isHex(installation?.idKey, 16) &&
    isHex(installation?.signingKey, 32) &&
    Object.values(rows ?? {}).every(isCount) &&
    isCount(files)
  )
}

/** Everything between head and end. */
export async function* readParts(source: ExportSource): AsyncGenerator<Part, void> {
  let open: (Part & { rows: Value[][] }) | undefined
  for await (const line of source.lines()) {
    if (line.startsWith('[')) {
      if (!open) throw broken('a row outside of a table')
      open.rows.push(parse(line) as Value[])
      if (open.rows.length < STEP) continue
      yield open
      open = { ...open, rows: [] }
      continue
    }
    if (open && open.rows.length > 0) yield open
    open = undefined
    const part = parse(line) as TableLine | FileLine | object
    if ('table' in part) open = { ...part, rows: [] }
    else if ('file' in part) yield part
  }
}

/** Reads an export from end to end and compares it with its own counts and digests, before anything is done with it; gives them. */
export async function checkExport(source: ExportSource): Promise<End> {
  const known = new Set(ACCOUNT_TABLES.map((table) => table.name))
  const tables: Record<string, Sum> = {}
  const files = new LineDigest()
  let end: End | undefined
  let open: { name: string; digest: LineDigest } | undefined
  for await (const line of source.lines()) {
    if (end) throw broken('something behind its end')
    if (line.startsWith('[')) {
      if (!open) throw broken('a row outside of a table')
      open.digest.add(line)
      continue
    }
    if (open) tables[open.name] = open.digest.sum()
    open = undefined
    const part = parse(line) as TableLine | FileLine | End | Head
    if ('table' in part) {
      if (!known.delete(part.table)) throw broken(`the table ${part.table} twice, or one that nobody knows`)
      open = { name: part.table, digest: new LineDigest() }
    } else if ('file' in part) files.add(line)
    else if ('end' in part) end = part
  }
  if (!end) throw broken('no end: it was broken off')
  const found: End = { end: true, tables, files: files.sum() }
  const wrong = Object.keys({ ...end.tables, ...tables }).find((name) => !isSame(end.tables[name], tables[name]))
  if (wrong !== undefined || known.size > 0) throw broken(`a table that is not as it was exported: ${wrong ?? [...known].join(', ')}`)
  if (!isSame(end.files, found.files)) throw broken('a list of files that is not as it was exported')
  return end
}

export function isSame(one: Sum | undefined, other: Sum | undefined): boolean {
  return one !== undefined && one.count === other?.count && one.digest === other.digest
}

function parse(line: string): object {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null) return value
  } catch {} // is said below
  throw broken('a line that is no line of an export')
}

function broken(what: string): TransferError {
  return new TransferError(`The export is damaged; it has ${what}.`)
}
