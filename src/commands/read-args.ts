import { parseArgs } from 'node:util'
import { SETTINGS } from '../config.ts'
import { type Command, UsageError } from './command.ts'
import { COMMANDS } from './commands.ts'

export type ReadArgs = {
  command: Command
  words: string[]
  /** Flags that are settings, or that nobody knows: `parseConfig` names the latter. */
  settings: Map<string, string>
  flags: Map<string, string>
}

/** Understands a command line; without a command it is `serve`. Throws a `UsageError`. */
export function readArgs(argv: readonly string[]): ReadArgs {
  const command = findCommand(argv)
  const options: Record<string, { type: 'string' | 'boolean' }> = {}
  for (const setting of Object.values(SETTINGS)) options[setting.flag] = { type: 'string' }
  for (const [flag, { value }] of Object.entries(command.flags)) options[flag] = { type: value === null ? 'boolean' : 'string' }
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true })
  const read: ReadArgs = { command, words: [], settings: new Map(), flags: new Map() }
  for (const token of tokens) {
    if (token.kind === 'positional') read.words.push(token.value)
    if (token.kind !== 'option') continue
    const isSwitch = !Object.hasOwn(options, token.name) || options[token.name]?.type === 'boolean'
    if (!isSwitch && token.value === undefined) throw new UsageError(`${token.rawName} needs a value.`)
    if (isSwitch && token.value !== undefined && Object.hasOwn(options, token.name))
      throw new UsageError(`${token.rawName} takes no value.`)
    const target = Object.hasOwn(command.flags, token.name) ? read.flags : read.settings
    if (target.has(token.name)) throw new UsageError(`${token.rawName} is given twice.`)
    target.set(token.name, token.value ?? '')
  }
  read.words = read.words.slice(read.words[0] === command.name ? 1 : 0)
  const { min, max } = command.words
  if (read.words.length < min || read.words.length > max) throw new UsageError(`The command is \`parley ${command.usage}\`.`)
  return read
}

/** The command stands before everything else, or is left out: a word after flags could be a flag's value. */
function findCommand(argv: readonly string[]): Command {
  const word = argv[0] === undefined || argv[0].startsWith('-') ? 'serve' : argv[0]
  const command = COMMANDS.find((one) => one.name === word)
  if (!command) throw new UsageError(`There is no command \`${word}\`. \`parley help\` lists them.`)
  return command
}
