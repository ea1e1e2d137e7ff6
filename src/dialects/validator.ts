import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { ValidationFailure } from './to-app-error.ts'

/**
 * Checks each part of a request against its schema, strictly: a number is not accepted where a string is asked. Only query strings, which are text by nature, are
 * converted to the numbers and booleans a schema asks for.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  const part = httpPart ?? 'body'
  const converts = part === 'querystring' && /"type":"(integer|number|boolean|array)"/.test(JSON.stringify(schema))
  return (input: unknown) => {
    const value = converts ? Value.Convert(schema, { ...(input as object) }) : input
    if (validator.Check(value)) return { value }
    return { error: new ValidationFailure(part, validator.Errors(value) as unknown as ValidationFailure['details']) }
  }
}
