import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportTarget } from '../../core/transfer/export-account.ts'
import type { ExportSource } from '../../core/transfer/read-export.ts'
import { CommandError } from '../command.ts'

/** What an export's folder holds: the lines, and the files by their keys below `files`, spread as in the blob store. */
const LINES = 'account.jsonl'
/** So much text is gathered before it is written. */
const CHUNK = 65_536

const pathOf = (folder: string, key: string) => join(folder, 'files', key.slice(0, 2), key)

/** Writes an export into a folder that is new or empty. `end` gives the lines their name: without it the folder is no export. */
export async function createExportFolder(folder: string): Promise<ExportTarget & { end(): Promise<void> }> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) throw new CommandError(`${folder} is not empty.`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const half = join(folder, `${LINES}.part`)
  const file = await open(half, 'wx', 0o600)
  let text = ''
  const flush = async () => {
    await file.writeFile(text)
    text = ''
  }
  return {
    async write(line) {
      text += `${line}\n`
      if (text.length >= CHUNK) await flush()
    },
    async putFile(key, bytes) {
      const path = pathOf(folder, key)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const hash = createHash('sha256')
      let sizeBytes = 0
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk)
          sizeBytes += chunk.length
          done(null, chunk)
        },
      })
      await pipeline(bytes, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
      return { sizeBytes, digest: hash.digest('hex') }
    },
    async end() {
      await flush()
      await file.sync()
      await file.close()
      await rename(half, join(folder, LINES))
    },
  }
}

/** Reads such a folder. */
export function openExportFolder(folder: string): ExportSource {
  const path = join(folder, LINES)
  if (!existsSync(path)) throw new CommandError(`${folder} holds no export: there is no ${LINES} in it.`)
  return {
    lines: () => readLines(path),
    async openFile(key) {
      const file = pathOf(folder, key)
      return existsSync(file) ? createReadStream(file) : undefined
    },
  }
}

/** Split at line feeds alone: JSON leaves other separators of lines as they are. */
async function* readLines(path: string): AsyncGenerator<string, void> {
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
