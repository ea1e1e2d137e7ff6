import type { Dialect } from '../src/dialects/dialect.ts'
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

/** The README's table: one line for each dialect, with the number of its operations. `folder` is where their pages are. */
export function describeCoverage(documents: Documents, folder: string): string {
  const rows = DIALECTS.map(
    (dialect) => `| ${nameOf(dialect)} | \`${dialect.mount}\` | ${count(dialect)} | [page](${folder}/${dialect.name}.md) |`,
  )
  return ['| API | Base path | Operations | |', '| --- | --- | --- | --- |', ...rows].join('\n')

  function count({ name }: Dialect): number {
    const document = documents.get(name)
    return document ? listOperations(document).length : 0
  }
}

function nameOf({ title }: Dialect): string {
  return title.replace(/:.*/, '')
}
