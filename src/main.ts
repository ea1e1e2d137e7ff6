import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { CommandError, type Terminal, UsageError } from './commands/command.ts'
import { helpText } from './commands/help.ts'
import { readArgs } from './commands/read-args.ts'
import { ConfigError, parseConfig } from './config.ts'
import { toPrintable } from './model/printable.ts'
import { VERSION } from './version.ts'

// One Ctrl-C arrives twice: from the terminal, and passed on by npm.
const SAME_SIGNAL_MS = 500

const terminal: Terminal = {
  // What people named their things may hold signs that would steer the operator's terminal.
  out: (line) => void process.stdout.write(toPrintable(line)),
  err: (line) => void process.stderr.write(line),
  isTty: process.stdout.isTTY === true,
  readStdin: () => text(process.stdin),
  stopSignal() {
    const { promise, resolve } = Promise.withResolvers<void>()
    let first: number | undefined
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        first ??= performance.now()
        if (performance.now() - first > SAME_SIGNAL_MS) process.exit(1)
        resolve()
      })
    }
    return promise
  },
}

/** Runs one command and says the exit code: 0 done, 1 it failed, 2 the command line or a setting is wrong. */
async function main(argv: readonly string[]): Promise<number> {
  try {
    if (['help', '--help', '-h'].includes(argv[0] ?? '') || argv.includes('--help')) {
      terminal.out(helpText())
      return 0
    }
    if (['version', '--version', '-v'].includes(argv[0] ?? '')) {
      terminal.out(`${VERSION}\n`)
      return 0
    }
    const { command, words, settings: given, flags } = readArgs(argv)
    const settings = parseConfig(process.env, given, (path) => readFileSync(path, 'utf8'))
    const run = await command.load()
    return await run({ settings, words, flags, terminal })
  } catch (error) {
    if (error instanceof UsageError || error instanceof ConfigError) {
      terminal.err(`${error.message}\n`)
      return 2
    }
    terminal.err(`${error instanceof CommandError ? error.message : ((error as Error).stack ?? String(error))}\n`)
    return 1
  }
}

// A reader that went away (`parley connect | head -1`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
// Compiled code is kept from start to start, which halves the time until the first answer; beside the code, where nobody else may write.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'parley'))
// Store, attachments and secrets are for the user who runs the server alone.
process.umask(0o077)
process.exitCode = await main(process.argv.slice(2))
