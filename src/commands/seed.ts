import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { applySeed } from '../core/seed/apply-seed.ts'
import { SeedError } from '../core/seed/seed-schema.ts'
import { DIALECTS } from '../dialects/index.ts'
import { CommandError, type Invocation } from './command.ts'
import { openInstallation } from './open-installation.ts'

const SUBSCRIPTIONS = new Map(DIALECTS.flatMap(({ name, subscriptions }) => (subscriptions ? [[name, subscriptions]] : [])))

/** `parley seed FILE`: JSON is YAML too, so one parser reads both. */
export async function seed({ settings, words, terminal }: Invocation): Promise<number> {
  const [file = '-'] = words
  const value = parseFile(file, file === '-' ? await terminal.readStdin() : readFile(file))
  const { core, close } = await openInstallation(settings.config)
  try {
    const { made, secrets } = await applySeed(core, value, SUBSCRIPTIONS)
    const counts = Object.entries(made).map(([kind, count]) => `${kind} ${count}`)
    terminal.out(counts.length === 0 ? 'Nothing to make: all of it is there.\n' : `Made: ${counts.join(', ')}.\n`)
    if (secrets.length > 0) terminal.out('\nThese secrets are shown this once:\n')
    for (const { account, dialect, label, secret } of secrets) {
      terminal.out(`  ${[account ?? '(installation)', dialect, label].join(' · ')}: ${secret}\n`)
    }
    return 0
  } catch (error) {
    if (error instanceof SeedError)
      throw new CommandError(`${file === '-' ? 'The seed' : file} was not applied:\n${error.message}`, { cause: error })
    throw error
  } finally {
    await close()
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

function parseFile(file: string, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new CommandError(`${file === '-' ? 'The seed' : file} is neither YAML nor JSON: ${(error as Error).message}`, { cause: error })
  }
}
