import type { FastifyInstance } from 'fastify'
import { AppError } from '../model/errors.ts'

const MAX_DEPTH = 64

/**
 * Reads JSON bodies for a scope. An empty body is no body, whatever its content type says. Nesting deeper than 64 and NUL characters are
 * refused: the first would exhaust the stack of whatever walks it, the second cannot be stored as text.
 */
export function acceptJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('remove', 'remove')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser(/^application\/(?:[\w.-]+\+)?json/, { parseAs: 'string' }, (request, text: string, done) => {
    if (text.trim() === '') return done(null, undefined)
    const checked = (error: Error | null, value?: unknown) => {
      if (error) return done(new AppError('json_malformed', { cause: error }))
      const problem = findProblem(value, text.includes('\\u0000'))
      if (problem) return done(new AppError('json_malformed', { message: problem }))
      done(null, value)
    }
    void parse(request, text, checked)
  })
}

/** Why a JSON value cannot be taken; nothing when it can. */
export function findProblem(value: unknown, mayHoldNul: boolean, depth = 0): string | undefined {
  if (typeof value === 'string') return mayHoldNul && value.includes('\0') ? 'The body holds a NUL character.' : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`
  for (const key in value) {
    const problem =
      findProblem((value as Record<string, unknown>)[key], mayHoldNul, depth + 1) ?? (mayHoldNul ? findProblem(key, true) : undefined)
    if (problem) return problem
  }
  return undefined
}
