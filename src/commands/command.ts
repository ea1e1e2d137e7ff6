import type { ParsedConfig } from '../config.ts'

/** What a command is lent by the process. `out` and `err` write text as it is, line ends included. */
export type Terminal = {
  out(text: string): void
  err(text: string): void
  /** Whether `out` is a terminal with a person in front of it. */
  isTty: boolean
  readStdin(): Promise<string>
  /** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
  stopSignal(): Promise<void>
}

export type Invocation = {
  settings: ParsedConfig
  /** The words after the command's name. */
  words: readonly string[]
  /** The command's own flags, without dashes; a switch that is given is an empty text. */
  flags: ReadonlyMap<string, string>
  terminal: Terminal
}

export type Command = {
  name: string
  /** The command line, for the help: `seed FILE`. */
  usage: string
  summary: string
  /** Its own flags, each with its value's name, or with null when it is a switch. */
  flags: Record<string, { value: string | null; description: string }>
  /** How many words it takes. */
  words: { min: number; max: number }
  /** Answers the exit code. Imported only when it runs, so that `help` need not load the server. */
  load(): Promise<(invocation: Invocation) => Promise<number>>
}

/** The command line cannot be understood; the process ends with code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** The command cannot do its work, for a reason its user can mend; the process ends with code 1 and shows no stack. */
export class CommandError extends Error {
  override name = 'CommandError'
}
