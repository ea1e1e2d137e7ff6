import type { Action } from '../core/access.ts'

/** As much of an OpenAPI 3.1 document as the page shows. */
export type Schema = {
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  default?: unknown
  additionalProperties?: boolean | Schema
  patternProperties?: Record<string, Schema>
  example?: unknown
  examples?: unknown[]
}

export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; description?: string; schema?: Schema }
export type Content = Record<string, { schema?: Schema }>

export type Operation = {
  summary?: string
  description?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content: Content; required?: boolean }
  responses?: Record<string, { description?: string; content?: Content }>
  security?: Record<string, string[]>[]
  /** What the caller's role has to allow (src/core/access.ts). */
  'x-action'?: Action
}

export type SecurityScheme = { type: 'apiKey' | 'http'; in?: string; name?: string; scheme?: string; description?: string }

export type OpenApi = {
  info: { title: string; description?: string; version: string }
  paths?: Record<string, Record<string, Operation>>
  components?: { securitySchemes?: Record<string, SecurityScheme> }
  security?: Record<string, string[]>[]
}

/** One operation of a document with its place in it. */
export type Entry = { method: string; path: string; operation: Operation }

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Every operation, in the order in which the document names them. */
export function listOperations(document: OpenApi): Entry[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => (operations[method] ? [{ method: method.toUpperCase(), path, operation: operations[method] }] : [])),
  )
}
