import type { Command } from './command.ts'

/** Every command there is, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    usage: 'serve',
    summary: 'Starts the server.',
    flags: {},
    words: { min: 0, max: 0 },
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'seed',
    usage: 'seed FILE',
    summary:
      'Makes the accounts, people, conversations and tokens a YAML or JSON file declares; `-` reads standard input. What is there already stays as it is.',
    flags: {},
    words: { min: 1, max: 1 },
    load: async () => (await import('./seed.ts')).seed,
  },
  {
    name: 'connect',
    usage: 'connect [--json]',
    summary: 'Shows what a client of each dialect has to be given, for every account.',
    flags: { json: { value: null, description: 'as JSON' } },
    words: { min: 0, max: 0 },
    load: async () => (await import('./connect.ts')).connect,
  },
  {
    name: 'token',
    usage: 'token create | list | revoke ID',
    summary: 'Makes, lists and ends tokens.',
    flags: {
      account: { value: 'NAME', description: 'the account, by name or number' },
      dialect: { value: 'DIALECT', description: 'the dialect the token is for (create)' },
      member: { value: 'EMAIL', description: 'whom the token speaks for: a member, by e-mail address or name' },
      contact: { value: 'WHO', description: '… a contact, by identifier, e-mail address, phone number or name' },
      application: { value: 'NAME', description: '… an application; without --account its client token' },
      install: { value: null, description: '… nobody: the token administers the installation' },
      label: { value: 'TEXT', description: 'what it is for' },
      days: { value: 'N', description: 'after how many days it ends by itself' },
    },
    words: { min: 1, max: 2 },
    load: async () => (await import('./token.ts')).token,
  },
  {
    name: 'password',
    usage: 'password',
    summary: 'Gives somebody a password to sign in with, read from standard input, or takes it away. Their sessions end.',
    flags: {
      account: { value: 'NAME', description: 'the account, by name or number' },
      member: { value: 'EMAIL', description: 'a member, by e-mail address or name' },
      contact: { value: 'WHO', description: '… or a contact, by identifier, e-mail address, phone number or name' },
      password: { value: 'TEXT', description: 'the password, where others can see the command line as little as you' },
      remove: { value: null, description: 'no password any more' },
    },
    words: { min: 0, max: 0 },
    load: async () => (await import('./password.ts')).password,
  },
  {
    name: 'export',
    usage: 'export --account NAME FOLDER',
    summary:
      'Writes one account with its files into a new folder, as it is at this moment, also while the server runs. The folder holds secrets.',
    flags: { account: { value: 'NAME', description: 'the account, by name or number' } },
    words: { min: 1, max: 1 },
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'import',
    usage: 'import FOLDER',
    summary: 'Takes in an exported account with its ids, tokens and everything else, whole or not at all. Stop the server first.',
    flags: {},
    words: { min: 1, max: 1 },
    load: async () => (await import('./import.ts')).importCommand,
  },
  {
    name: 'config',
    usage: 'config',
    summary: 'Shows every setting, its value and where that came from.',
    flags: {},
    words: { min: 0, max: 0 },
    load: async () => (await import('./show-config.ts')).showConfig,
  },
  {
    name: 'doctor',
    usage: 'doctor',
    summary: 'Checks runtime, data folder, disk, store, attachments, clock and port.',
    flags: {},
    words: { min: 0, max: 0 },
    load: async () => (await import('./doctor.ts')).doctor,
  },
]
