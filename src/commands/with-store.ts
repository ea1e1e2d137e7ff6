import type { Config } from '../config.ts'
import type { Core } from '../core/context.ts'
import { SeedError } from '../core/seed/seed-schema.ts'
import { AppError } from '../model/errors.ts'
import { CommandError } from './command.ts'
import { openExisting } from './open-installation.ts'

/** Opens the store that is there, does a command's work on it, closes it, and answers exit code 0. What the core refuses ends the command with its words alone. */
export async function withStore(config: Config, work: (core: Core) => Promise<void>): Promise<number> {
  const { core, close } = await openExisting(config)
  try {
    await work(core)
    return 0
  } catch (error) {
    if (error instanceof AppError || error instanceof SeedError) throw new CommandError(error.message, { cause: error })
    throw error
  } finally {
    await close()
  }
}
