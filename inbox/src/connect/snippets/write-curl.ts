import { shellQuote } from '../../ui/shell-quote.ts'
import { type Call, placeholder, type Recipe, type Setting } from './recipe.ts'

/** A request as lines of a POSIX shell: first its secrets, each in a variable, then the call. Pure. */
export function writeCurl(recipe: Recipe, call: Call, setting: Setting): string {
  const variables = recipe.secrets.map((name) => `${placeholder(name)}=${shellQuote(setting.secrets[name] ?? `YOUR_${placeholder(name)}`)}`)
  const fill = (text: string) => expand(text, recipe.secrets)
  const parts = [
    `curl ${doubleQuote(setting.baseUrl + call.path)}`,
    ...Object.entries(recipe.headers).map(([name, value]) => `-H "${name}: ${fill(value)}"`),
  ]
  if (!call.body) return [...variables, '', parts.join(' \\\n  ')].join('\n')
  parts.push('-H "Content-Type: application/json"')
  const json = JSON.stringify(call.body, null, 2)
  const holdsSecrets = fill(json) !== json
  // A shell puts variables into a here-document, and into nothing between single quotes.
  const command = holdsSecrets
    ? [[...parts, '-d @- <<JSON'].join(' \\\n  '), fill(escapeDocument(json, recipe.secrets)), 'JSON'].join('\n')
    : [...parts, `-d ${shellQuote(JSON.stringify(call.body))}`].join(' \\\n  ')
  return [...variables, '', command].join('\n')
}

/** `$token` of a recipe becomes the shell's `$TOKEN`. */
function expand(text: string, secrets: readonly string[]): string {
  return secrets.reduce((all, name) => all.replaceAll(`$${name}`, `$${placeholder(name)}`), text)
}

/** What a shell would take for its own in a here-document, but for the recipe's secrets. */
function escapeDocument(text: string, secrets: readonly string[]): string {
  return text.replace(/[\\`$]/g, (sign, at: number) => {
    const isSecret = sign === '$' && secrets.some((name) => text.startsWith(`"$${name}"`, at - 1))
    return isSecret ? sign : `\\${sign}`
  })
}

function doubleQuote(text: string): string {
  return `"${text.replace(/[\\`$"]/g, '\\$&')}"`
}
