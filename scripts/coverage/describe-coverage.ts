import { DIALECTS } from '../../src/dialects/index.ts'
import { listOperations } from '../../src/docs-page/open-api.ts'
import type { DialectName } from '../../src/model/token.ts'
import type { Documents } from '../describe-operations.ts'
import { COVERAGE } from './coverage.ts'
import { listRow, type Row } from './row.ts'

/** The README's table: one line for each dialect, with the numbers of its operations. `folder` is where their pages are. */
export function describeCoverage(documents: Documents, folder: string): string {
  const lines = DIALECTS.map(({ name, title, mount }) => {
    const served = listOperations(documents.get(name) ?? { info: { title, version: '' } }).length
    const rows = rowsOf(name)
    const documented = rows.filter(isDocumented)
    const share = name === 'parley' ? '' : `${count(documented.filter(isServed))} of ${count(documented)}`
    const absent = count(rows.filter((row) => !isServed(row)))
    const left = absent === 0 ? 'none' : `[${absent}](${folder}/${name}.md#not-offered)`
    return `| ${title.replace(/:.*/, '')} | \`${mount}\` | ${served} | ${share} | ${left} | [page](${folder}/${name}.md) |`
  })
  return [
    '| API | Base path | Operations | Of the vendor’s documented | Left out | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n')
}

/** What a dialect leaves out of what its vendor documents and published clients call, and why. */
export function describeAbsent(name: DialectName): string {
  const rows = rowsOf(name).filter((row) => !isServed(row))
  if (rows.length === 0) return 'Every call that the vendor documents is served.'
  const lines = rows.map((row) => `| ${row.operations.map(describeOperation).join('<br>')} | ${row.absent} |`)
  return ['These are answered as the vendor answers an unknown address:', '', '| Call | Why |', '| --- | --- |', ...lines].join('\n')
}

function describeOperation(operation: string): string {
  const [methods = '', path] = operation.split(' ')
  return `${methods
    .split('|')
    .map((method) => `\`${method}\``)
    .join(', ')} \`${path}\``
}

function rowsOf(name: DialectName): Row[] {
  return name === 'parley' ? [] : COVERAGE[name]
}

function count(rows: Row[]): number {
  return rows.flatMap(listRow).length
}

function isServed(row: Row): boolean {
  return row.absent === undefined
}

/** Whether the vendor's own documentation names it; the others are calls of its published clients, or of the family it belongs to. */
function isDocumented(row: Row): boolean {
  return /^\d/.test(row.named)
}
