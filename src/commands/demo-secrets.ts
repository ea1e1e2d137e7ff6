import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where the secrets of the demo account are kept, so that `connect` can show them again: the store itself holds hashes only. */
export function demoSecretsPath(data: string): string {
  return join(data, 'demo-secrets.json')
}

/** Writes the secrets, durably, into a file that only its owner may read from its first moment on. */
export function keepDemoSecrets(data: string, secrets: readonly string[]): void {
  const path = demoSecretsPath(data)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const unfinished = `${path}.${process.pid}.part`
  // `wx` never opens what somebody else put there, with other rights.
  const file = openSync(unfinished, 'wx', 0o600)
  try {
    writeSync(file, `${JSON.stringify({ secrets }, null, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(unfinished, path)
}

/** The secrets that were kept; none when there is no such file. */
export function readDemoSecrets(data: string): string[] {
  try {
    const { secrets } = JSON.parse(readFileSync(demoSecretsPath(data), 'utf8')) as { secrets?: unknown }
    return Array.isArray(secrets) ? secrets.filter((secret) => typeof secret === 'string') : []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
