import { DIALECTS } from '../src/dialects/index.ts'
import { listOperations, type OpenApi } from '../src/docs-page/open-api.ts'
import type { DialectName } from '../src/model/token.ts'

export type Documents = ReadonlyMap<DialectName, OpenApi>

/** The OpenAPI document of every dialect, from a running server. */
export async function readDocuments(url: string): Promise<Documents> {
  const documents = new Map<DialectName, OpenApi>()
  for (const { name, mount } of DIALECTS) {
    const answer = await fetch(`${url}${mount}/openapi.json`)
    documents.set(name, (await answer.json()) as OpenApi)
  }
  return documents
}

/** A table of all operations; methods that do the same share a line. */
export function describeOperations(document: OpenApi): string {
  const lines = new Map<string, string[]>()
  for (const { method, path, operation } of listOperations(document)) {
    const action = operation['x-action']
    const rest = `\`${path}\` | ${operation.summary ?? ''} | ${action ? `\`${action}\`` : 'anybody'}`
    lines.set(rest, [...(lines.get(rest) ?? []), `\`${method}\``])
  }
  const rows = [...lines].map(([rest, methods]) => `| ${methods.join(', ')} | ${rest} |`)
  return ['| Method | Path | What it does | [Action](../access.md) |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
