import { AppError } from '../../../model/errors.ts'
import { MAX_TEXT_LENGTH } from '../../../model/message.ts'

/** What a text may be filled with: objects by name, and in them values by name. */
export type Variables = { [name: string]: string | number | boolean | null | undefined | Variables }

const OUTPUT = /\{\{-?([^{}]*)-?\}\}/g
const CODE = /(```[\s\S]*?```|`[^`]*`)/
const PATH = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$/
const QUOTED = /^(?:'([^']*)'|"([^"]*)")$/

/** More filters than this on one value are none; they would be work without end for a text of some size. */
const MAX_FILTERS = 10

/** The filters that add nothing to a text's length. A whole Liquid would bring loops and texts that grow without end onto the path of a send. */
const FILTERS: Record<string, (text: string, argument: string) => string> = {
  default: (text, argument) => (text === '' ? argument : text),
  capitalize: (text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase(),
  upcase: (text) => text.toUpperCase(),
  downcase: (text) => text.toLowerCase(),
  strip: (text) => text.trim(),
}

/**
 * Fills `{{contact.name}}` and the like in, as Liquid does: what a contact lacks is empty, `{{ x | default: 'y' }}` and `{{ x || 'y' }}` have something in its place.
 * Code in backticks stays as it is written (chatwoot sheet 5.3), and so does what is about nothing known: no text is lost for having braces in it.
 * Refuses with `message_too_long` before it makes more than a message holds: an attribute may be long, and named many times.
 */
export function fillVariables(text: string, variables: Variables): string {
  if (text.length > MAX_TEXT_LENGTH) throw new AppError('message_too_long')
  let filled = 0
  const fill = (whole: string, inner: string) => {
    const value = evaluate(inner, variables) ?? whole
    filled += value.length
    if (filled > MAX_TEXT_LENGTH) throw new AppError('message_too_long')
    return value
  }
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(OUTPUT, fill)))
    .join('')
}

/** Whether there is anything to fill in, which there is in few texts. */
export function hasVariables(text: string | null): text is string {
  return text?.includes('{{') === true
}

function evaluate(inner: string, variables: Variables): string | undefined {
  const [head = '', ...filters] = inner
    .replaceAll('||', '| default:')
    .split('|')
    .map((part) => part.trim())
  if (filters.length > MAX_FILTERS) return undefined
  let text = readValue(head, variables)
  for (const filter of filters) {
    const [name = '', argument = ''] = filter.split(/:(.*)/s).map((part) => part.trim())
    const apply = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined
    const given = argument === '' ? '' : readValue(argument, variables)
    if (text === undefined || !apply || given === undefined) return undefined
    text = apply(text, given)
  }
  return text
}

/** A quoted text or a variable; nothing for what is neither. */
function readValue(word: string, variables: Variables): string | undefined {
  const quoted = QUOTED.exec(word)
  if (quoted) return quoted[1] ?? quoted[2] ?? ''
  const path = PATH.test(word) ? word.split('.') : []
  if (!Object.hasOwn(variables, path[0] ?? '')) return undefined
  let at: Variables[string] = variables
  for (const name of path) at = typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? at[name] : undefined
  return at === undefined || at === null || typeof at === 'object' ? '' : String(at)
}
