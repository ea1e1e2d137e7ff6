import { SETTINGS, type SettingName } from '../config.ts'
import type { Invocation } from './command.ts'
import { maskUrl } from './open-installation.ts'

/** `parley config`: every setting, its value as understood, and where that came from. Passwords are masked. */
export async function showConfig({ settings, terminal }: Invocation): Promise<number> {
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const { env, description } = SETTINGS[name]
    terminal.out(`${env.padEnd(26)} ${show(name, settings.config[name])}  (${settings.sources[name]})\n`)
    terminal.out(`${' '.repeat(27)}${description}\n`)
  }
  return 0
}

function show(name: SettingName, value: unknown): string {
  if (value === null) return '-'
  if (value instanceof Map) return [...value].map(([host, dialect]) => `${host}=${dialect}`).join(',') || '-'
  if (value instanceof Set || Array.isArray(value)) return [...value].join(',') || '-'
  if (name === 'databaseUrl') return maskUrl(String(value))
  return 'secret' in SETTINGS[name] ? '***' : String(value)
}
