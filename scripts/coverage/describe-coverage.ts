import { DIALECTS } from '../../src/dialects/index.ts'
import { listOperations } from '../../src/docs-page/open-api.ts'
import type { DialectName } from '../../src/model/token.ts'
import type { Documents } from '../describe-operations.ts'
import { COVERAGE } from './coverage.ts'
import { keyOf, listRow, type Row } from './row.ts'

const NOT_YET = 'Not built yet.'

/** The README's table: one line for each dialect, with the numbers of its operations. `folder` is where their pages are. */
export function describeCoverage(documents: Documents, folder: string): string {
  const lines = DIALECTS.map(({ name, title, mount }) => {
    const served = servedBy(documents, name)
    const rows = rowsOf(name)
    const documented = rows.filter(isDocumented).flatMap(listRow)
    const works = documented.filter((one) => served.has(keyOf(one))).length
    const absent = rows.flatMap(listRow).filter((one) => !served.has(keyOf(one))).length
    const share = name === 'parley' ? '' : `${works} of ${documented.length}`
    const left = absent === 0 ? 'none' : `[${absent}](${folder}/${name}.md#not-offered)`
    return `| ${title.replace(/:.*/, '')} | \`${mount}\` | ${served.size} | ${share} | ${left} | [page](${folder}/${name}.md) |`
  })
  return [
    '| API | Base path | Operations | Of the vendor’s documented | Left out | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n')
}

/** What a dialect leaves out of what its vendor documents and published clients call, and why. */
export function describeAbsent(documents: Documents, name: DialectName): string {
  const served = servedBy(documents, name)
  const lines = rowsOf(name).flatMap((row) => {
    const calls = row.operations
      .map((one) => ({ one, methods: listRow({ ...row, operations: [one] }).filter((each) => !served.has(keyOf(each))) }))
      .filter(({ methods }) => methods.length > 0)
      .map(({ one, methods }) => `${methods.map((each) => `\`${each.split(' ')[0]}\``).join(', ')} \`${one.split(' ')[1]}\``)
    return calls.length === 0 ? [] : [`| ${calls.join('<br>')} | ${row.absent ?? NOT_YET} |`]
  })
  if (lines.length === 0) return 'Every call that the vendor documents is served.'
  return ['These are answered as the vendor answers an unknown address:', '', '| Call | Why |', '| --- | --- |', ...lines].join('\n')
}

function servedBy(documents: Documents, name: DialectName): Set<string> {
  const operations = listOperations(documents.get(name) ?? { info: { title: '', version: '' } })
  return new Set(operations.map(({ method, path }) => keyOf(`${method} ${path}`)))
}

function rowsOf(name: DialectName): Row[] {
  return name === 'parley' ? [] : COVERAGE[name]
}

/** Whether the vendor's own documentation names it; the others are calls of its published clients, or of the family it belongs to. */
function isDocumented(row: Row): boolean {
  return /^\d/.test(row.named)
}
