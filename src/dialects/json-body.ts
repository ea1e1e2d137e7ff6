import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../model/errors.ts'

const MAX_DEPTH = 64
// How a JSON text writes a NUL or a surrogate; most texts hold neither and are not walked for them.
const SUSPECT = /\\u(?:0000|[dD][89a-fA-F])/

/**
 * Reads JSON bodies for a scope. An empty body is no body, whatever its content type says. Nesting deeper than 64, NUL characters and halves of surrogate
 * pairs are refused: the first would exhaust the stack of whatever walks it, the others cannot be stored as text.
 */
export function acceptJson(app: FastifyInstance): void {
  const parse = jsonParser(app)
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser(/^application\/(?:[\w.-]+\+)?json/, { parseAs: 'string' }, parse)
}

/** The same for a text that came in another way. */
export function jsonParser(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('remove', 'remove')
  return (request: FastifyRequest, text: string, done: (error: Error | null, value?: unknown) => void): void => {
    const checked = (error: Error | null, value?: unknown) => {
      const problem = error ? undefined : findProblem(value, SUSPECT.test(text))
      if (error) done(new AppError('json_malformed', { cause: error }))
      else if (problem) done(new AppError('json_malformed', { message: problem }))
      else done(null, value)
    }
    if (text.trim() === '') done(null, undefined)
    else void parse(request, text, checked)
  }
}

/** Why a JSON value cannot be taken; nothing when it can. `suspect` looks into every text of it as well. */
export function findProblem(value: unknown, suspect: boolean, depth = 0): string | undefined {
  if (typeof value === 'string') return suspect ? problemOfText(value) : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`
  for (const key in value) {
    const problem = findProblem((value as Record<string, unknown>)[key], suspect, depth + 1) ?? (suspect ? problemOfText(key) : undefined)
    if (problem) return problem
  }
  return undefined
}

function problemOfText(text: string): string | undefined {
  if (text.includes('\0')) return 'The body holds a NUL character.'
  return text.isWellFormed() ? undefined : 'The body holds half of a surrogate pair.'
}
