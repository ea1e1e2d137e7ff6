import type { Invocation } from './command.ts'
import { demoSecretsPath, readDemoSecrets } from './demo-secrets.ts'
import { type AccountAccess, describeConnections } from './describe-connections.ts'
import { makeInboxLink } from './inbox-link.ts'
import { localUrl, openExisting } from './open-installation.ts'

/** What is printed has a way into the inbox besides: a link that is made anew each time. */
type ShownAccount = AccountAccess & { inbox: { url: string | null } }
export type ShownConnections = { url: string; accounts: ShownAccount[] }

const LINK_HOURS = 1

/** `parley connect [--json]`: works beside a running server and without one. */
export async function connect({ settings, flags, terminal }: Invocation): Promise<number> {
  const { config } = settings
  const { core, close } = await openExisting(config)
  try {
    const url = config.publicUrl ?? localUrl(config)
    const described = await describeConnections(core, url, readDemoSecrets(config.data))
    const connections: ShownConnections = { url, accounts: [] }
    for (const { name, ...access } of described.accounts) {
      const inbox = { url: await makeInboxLink(core, access.parley.accountId, { url, hours: LINK_HOURS }) }
      connections.accounts.push({ name, inbox, ...access })
    }
    if (flags.has('json')) {
      terminal.out(`${JSON.stringify(connections, null, 2)}\n`)
      return 0
    }
    if (connections.accounts.length === 0) terminal.out('There is no account yet. `parley seed FILE` makes some.\n')
    for (const account of connections.accounts) terminal.out(describe(account))
    if (connections.accounts.some(({ inbox }) => inbox.url !== null))
      terminal.out(`A link into the inbox is good for ${LINK_HOURS} hour, and signs in whoever has it.\n`)
    if (connections.accounts.some((account) => account.parley.token === null)) {
      terminal.out(
        `Where a token is missing, it is stored as a hash only and cannot be shown again: \`parley token create\` makes another one. Those of the demo account are kept in ${demoSecretsPath(config.data)}.\n`,
      )
    }
    return 0
  } finally {
    await close()
  }
}

function describe({ name, ...dialects }: ShownAccount): string {
  const lines = [name]
  for (const [dialect, access] of Object.entries(dialects)) {
    lines.push(`  ${dialect}`)
    for (const [key, value] of Object.entries(access as Record<string, unknown>)) {
      if (!Array.isArray(value)) lines.push(`    ${key.padEnd(16)} ${value ?? '-'}`)
      else for (const user of value as AccountAccess['ondi']['users']) lines.push(`    user             ${describeUser(user)}`)
    }
  }
  return `${lines.join('\n')}\n\n`
}

function describeUser({ name, role, userId, token, participant }: AccountAccess['ondi']['users'][number]): string {
  return `${name} (${role}${participant ? '' : ', not in the conversation'}) ${userId} token ${token ?? '-'}`
}
