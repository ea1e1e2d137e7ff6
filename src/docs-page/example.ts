import type { Entry, OpenApi, Schema } from './open-api.ts'

/** A value that fits a schema, with only what must be there. */
export function exampleOf(schema: Schema, depth = 0): unknown {
  const given = schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.enum?.[0] ?? schema.default
  if (given !== undefined) return given
  const alternative = (schema.anyOf ?? schema.oneOf)?.[0]
  if (alternative) return exampleOf(alternative, depth)
  const type = [schema.type].flat()[0]
  if (schema.properties && depth < 5) {
    const names = schema.required ?? Object.keys(schema.properties).slice(0, 1)
    return Object.fromEntries(names.map((name) => [name, exampleOf(schema.properties?.[name] ?? {}, depth + 1)]))
  }
  if (type === 'array') return schema.items ? [exampleOf(schema.items, depth + 1)] : []
  if (type === 'object') return {}
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  return type === 'null' ? null : 'text'
}

/** A call as one line of curl; what its user has to fill in stands in capitals. */
export function curlOf(origin: string, mount: string, { method, path, operation }: Entry, document: OpenApi): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())
  const query = (operation.parameters ?? []).filter((one) => one.in === 'query' && one.required)
  const search = query.map((one) => `${encodeURIComponent(one.name)}=${encodeURIComponent(String(exampleOf(one.schema ?? {})))}`).join('&')
  const parts = ['curl', ...(method === 'GET' ? [] : ['-X', method]), quote(`${origin}${mount}${address}${search && `?${search}`}`)]
  for (const header of headersOf(operation.security ?? document.security ?? [], document)) parts.push('-H', quote(header))
  const content = operation.requestBody?.content ?? {}
  const json = content['application/json']?.schema
  if (json) parts.push('-H', quote('content-type: application/json'), '-d', quote(JSON.stringify(exampleOf(json))))
  else if (content['multipart/form-data']) parts.push('-F', quote('file=@FILE'))
  return parts.join(' ')
}

function headersOf(security: Record<string, string[]>[], document: OpenApi): string[] {
  const [first] = security
  return Object.keys(first ?? {}).flatMap((name) => {
    const scheme = document.components?.securitySchemes?.[name]
    if (scheme?.type === 'http') return ['authorization: Bearer TOKEN']
    return scheme?.type === 'apiKey' && scheme.in === 'header' ? [`${scheme.name}: TOKEN`] : []
  })
}

/** Quoted for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
