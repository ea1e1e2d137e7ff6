import type { AccountAccess } from '../src/commands/describe-connections.ts'
import { formatJson } from './format-json.ts'
import { type Call, listCalls, VARIABLES } from './readme-calls.ts'
import type { Demo } from './start-demo.ts'

/** Where the server listens unless it is told otherwise; the calls shown go there. */
export const ADDRESS = 'http://127.0.0.1:4000'

/** The README's conversation: makes the calls on a new demo server and sets each beside its real answer. Throws when one is refused. */
export async function describeConversation(demo: Demo): Promise<string> {
  const parts = [shell(setVariables())]
  const access = await demo.connect()
  const calls = listCalls(access)
  for (let step = calls.next(); !step.done; ) {
    const call = step.value
    const answer = await make(call, demo.url, access)
    parts.push(call.text, shell(toCurl(call)), `\`\`\`json\n${formatJson(answer).replaceAll(demo.url, ADDRESS)}\n\`\`\``)
    step = calls.next(answer)
  }
  return parts.join('\n\n')
}

/**
 * The text with everything that is different in each run made alike: secrets do not occur in it, so these are times and the ids that an installation's own
 * key is part of.
 */
export function normalise(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, 'UUID')
    .replace(/\b([a-z]{3}_)[0-9A-Za-z]{24}\b/g, '$1ID')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replace(/\b1[789]\d{8}\b/g, 'SECONDS')
}

async function make(call: Call, url: string, access: AccountAccess): Promise<unknown> {
  const fill = (text: string) => text.replace(/\$([A-Z_]+)/g, (_, name: string) => lookUp(name, access))
  const headers = Object.entries(call.headers).map(([name, value]) => [name, fill(value)] as const)
  const answer = await fetch(url + fill(call.path), {
    method: call.method,
    headers: Object.fromEntries(call.body ? [...headers, ['content-type', 'application/json']] : headers),
    body: call.body && fill(JSON.stringify(call.body)),
  })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${call.method} ${call.path} answered ${answer.status}: ${text}`)
  return JSON.parse(text)
}

function lookUp(name: string, access: AccountAccess): string {
  const value = VARIABLES[name]?.split('.').reduce<unknown>((one, key) => (one as Record<string, unknown> | undefined)?.[key], access)
  if (typeof value !== 'string') throw new Error(`the demo account has no ${name}`)
  return value
}

/** The call as a line of a POSIX shell in which the variables are set. */
function toCurl({ method, path, headers, body }: Call): string {
  const parts = [`curl -s "${ADDRESS}${path}"`, ...Object.entries(headers).map(([name, value]) => `-H "${name}: ${value}"`)]
  if (body) {
    // Out of the single quotes for a variable, and back into them.
    parts.push('-H "Content-Type: application/json"', `-d '${formatJson(body).replace(/\$[A-Z_]+/g, `'$&'`)}'`)
  }
  if (body && method !== 'POST') throw new Error(`curl sends a body with POST, not with ${method}`)
  return parts.join(' \\\n  ')
}

function setVariables(): string {
  const lines = Object.entries(VARIABLES).map(([name, path]) => `  show("${name}", "${path}")`)
  return `eval "$(npm run -s parley -- connect --json | node -e '
  const [demo] = JSON.parse(require("fs").readFileSync(0, "utf8")).accounts
  const show = (name, path) => console.log(name + "=" + path.split(".").reduce((one, key) => one[key], demo))
${lines.join('\n')}
')"`
}

function shell(text: string): string {
  return `\`\`\`sh\n${text}\n\`\`\``
}
