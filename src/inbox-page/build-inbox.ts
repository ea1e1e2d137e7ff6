import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const INBOX = join(ROOT, 'inbox')
const DIST = join(INBOX, 'dist')
const LONGEST_BUILD_MS = 10 * 60_000

/**
 * The folder with the built pages, built now unless that was done before from just these sources: some seconds, in a process of its own. Throws an error that says what
 * the build said.
 */
export async function buildInbox(): Promise<string> {
  const name = digestSources()
  const target = join(DIST, name)
  if (existsSync(target)) return target
  mkdirSync(DIST, { recursive: true })
  // Built aside and moved into place: whoever finds the folder finds it whole, also when several processes build at once.
  const aside = join(DIST, `.${name}-${process.pid}`)
  try {
    await runBuild(aside)
    moveInto(aside, target)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  for (const old of readdirSync(DIST)) if (old !== name) removeOld(old)
  return target
}

/** Removes an earlier build, or what a build left that was killed; not one that is under way. What cannot be removed is in nobody's way. */
function removeOld(entry: string): void {
  const folder = join(DIST, entry)
  try {
    if (entry.startsWith('.') && Date.now() - statSync(folder).mtimeMs < LONGEST_BUILD_MS) return
    rmSync(folder, { recursive: true, force: true })
  } catch {}
}

/** What the pages are made of: their sources and the versions of all packages. */
function digestSources(): string {
  const files = globSync('**/*.{ts,tsx,css,html,svg,json}', { cwd: INBOX, exclude: (name) => name === 'dist' })
  const hash = createHash('sha256')
  for (const file of files.filter((one) => !one.endsWith('.test.ts')).sort())
    hash.update(`${file}\n`).update(readFileSync(join(INBOX, file)))
  return hash
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16)
}

function runBuild(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(INBOX, 'build.ts'), folder], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`The inbox could not be built.\n${said.trim()}`))))
  })
}

function moveInto(aside: string, target: string): void {
  try {
    renameSync(aside, target)
  } catch (error) {
    if (!existsSync(target)) throw error
  }
}
