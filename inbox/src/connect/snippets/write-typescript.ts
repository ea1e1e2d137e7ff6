import { type Call, placeholder, type Recipe, type Setting, type Value } from './recipe.ts'

/** A program in TypeScript that makes one request with nothing but `fetch`, and says what it was answered. Pure. */
export function writeTypeScript(recipe: Recipe, call: Call, setting: Setting): string {
  const { answer } = call
  const constants = recipe.secrets.map((name) => `const ${name} = ${quote(setting.secrets[name] ?? `YOUR_${placeholder(name)}`)}`)
  const json = answer.empty === undefined ? 'await response.json()' : `response.status === 204 ? ${answer.empty} : await response.json()`
  return [
    `const base = ${quote(setting.baseUrl)}`,
    ...constants,
    '',
    `const response = await fetch(\`\${base}${call.path.replace(/[\\`$]/g, '\\$&')}\`, {`,
    ...optionsOf(recipe, call),
    '})',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the program's, not this one's.
    'if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)',
    '',
    `const answer = (${json}) as ${answer.type}`,
    answer.list === undefined ? `console.log('sent', ${answer.says})` : `for (const message of ${answer.list}) console.log(${answer.says})`,
  ].join('\n')
}

function optionsOf({ headers, secrets }: Recipe, { method, body, answer }: Call): string[] {
  const own = Object.entries(headers).map(([name, value]) => `${key(name)}: ${writeText(value, secrets)}`)
  if (!body) return [`  headers: { ${own.join(', ')} },`]
  const all = [...own, "'Content-Type': 'application/json'"]
  // What only reads need not be kept from happening twice.
  if (answer.list === undefined) all.push("'Idempotency-Key': crypto.randomUUID()")
  return [
    `  method: '${method}',`,
    ...(all.length === 1 ? [`  headers: { ${all[0]} },`] : ['  headers: {', ...all.map((line) => `    ${line},`), '  },']),
    `  body: JSON.stringify(${write(body, secrets, '  ')}),`,
  ]
}

/** A literal of TypeScript; short ones on one line. */
function write(value: Value, secrets: readonly string[], indent: string): string {
  if (typeof value === 'string') return writeText(value, secrets)
  if (typeof value !== 'object' || value === null) return String(value)
  const deeper = `${indent}  `
  const isList = Array.isArray(value)
  const parts = isList
    ? (value as readonly Value[]).map((one) => write(one, secrets, deeper))
    : Object.entries(value).map(([name, one]) => `${key(name)}: ${write(one, secrets, deeper)}`)
  const line = isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
  if (line.length + indent.length <= 72 && !line.includes('\n')) return line
  const [open, close] = isList ? '[]' : '{}'
  return `${open}\n${parts.map((part) => `${deeper}${part},\n`).join('')}${indent}${close}`
}

/** A text with `$token` in it is the variable `token`, or a template around it. */
function writeText(text: string, secrets: readonly string[]): string {
  const secret = secrets.find((name) => text.endsWith(`$${name}`))
  if (secret === undefined) return quote(text)
  const before = text.slice(0, -secret.length - 1)
  return before === '' ? secret : `\`${before}\${${secret}}\``
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : quote(name)
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
}
