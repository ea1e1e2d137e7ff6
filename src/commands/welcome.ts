import { DIALECTS } from '../dialects/index.ts'
import { VERSION } from '../version.ts'
import type { AccountAccess } from './describe-connections.ts'

type Facts = { local: string; publicUrl: string | null; store: string; data: string; demo: AccountAccess | undefined; inbox: string | null }

/** What a person reads once the server listens: where it is, where the data is, and a first call that works as pasted. */
export function welcomeText({ local, publicUrl, store, data, demo, inbox }: Facts): string {
  const width = Math.max(...DIALECTS.map((dialect) => dialect.name.length))
  const lines = [
    '',
    `Parley ${VERSION} listens on ${local}${publicUrl === null ? '' : ` (${publicUrl})`}`,
    '',
    ...(inbox === null ? [] : [`Open the inbox: ${inbox}`, '']),
    ...DIALECTS.map(({ name, mount }) => `  ${name.padEnd(width)}  ${local}${mount}`),
    `  ${'pages'.padEnd(width)}  ${local}/docs`,
    '',
    `The store is ${store}; files are in ${data}.`,
  ]
  // Where Ann's token was revoked or her conversation is gone, there is no call to show.
  if (demo?.ndoto.token && demo.ndoto.conversationId !== null) {
    const { baseUrl, accountId, conversationId, token } = demo.ndoto
    const address = `${baseUrl}/api/v1/accounts/${accountId}/conversations/${conversationId}/messages`
    lines.push(
      '',
      `The account “${demo.name}” is there to try things with. Read its conversation:`,
      '',
      // Double quotes, so that the line works in every shell.
      `  curl -s "${address}" -H "api_access_token: ${token}"`,
      '',
      'What a client of each API has to be given: npm run -s parley -- connect',
    )
  } else {
    lines.push('', 'Next: `parley connect` shows what clients have to be given, `parley seed FILE` makes accounts.')
  }
  return `${lines.join('\n')}\n\n`
}
