import { SETTINGS } from '../config.ts'
import { COMMANDS } from './commands.ts'

/** What `parley help` prints. */
export function helpText(): string {
  const commands = COMMANDS.flatMap(({ usage, summary, flags }) => [
    `  parley ${usage}`,
    `      ${summary}`,
    ...Object.entries(flags).map(
      ([flag, { value, description }]) => `      --${(value === null ? flag : `${flag} ${value}`).padEnd(18)} ${description}`,
    ),
  ])
  const settings = Object.values(SETTINGS).map(({ env, flag, fallback }) => {
    const standard = fallback ? `  (${fallback})` : ''
    return `  ${env.padEnd(26)} --${flag}${standard}`
  })
  return [
    'Parley: one conversation store, every vendor’s language.',
    '',
    'Commands',
    ...commands,
    '  parley help | version',
    '',
    'Settings, as environment variables or flags (`parley config` shows them all, docs/config.md explains them)',
    ...settings,
    '',
  ].join('\n')
}
