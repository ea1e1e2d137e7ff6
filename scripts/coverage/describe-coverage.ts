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
    const { works, named, absent } = count(rowsOf(name))
    const page = `[page](${folder}/${name}.md)`
    const documented = name === 'parley' ? 'all' : `${works} of ${named}`
    const left = absent === 0 ? 'none' : `[${absent}](${folder}/${name}.md#not-offered)`
    return `| ${title.replace(/:.*/, '')} | \`${mount}\` | ${served} | ${documented} | ${left} | ${page} |`
  })
  return [
    '| API | Base path | Operations | Of those its vendor documents | Left out | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n')
}

/** What a dialect leaves out, and why. */
export function describeAbsent(name: DialectName): string {
  const rows = rowsOf(name).filter((row) => row.absent !== undefined)
  if (rows.length === 0) return 'Every call that the vendor documents is served.'
  const lines = rows.map(
    (row) => `| ${row.operations.map((one) => `\`${one.replaceAll('|', '`, `').replace(' ', '` `')}\``).join('<br>')} | ${row.absent} |`,
  )
  return [
    'These are answered as the vendor answers an unknown address:',
    '',
    '| Call | Why it is left out |',
    '| --- | --- |',
    ...lines,
  ].join('\n')
}

function rowsOf(name: DialectName): Row[] {
  return name === 'parley' ? [] : COVERAGE[name]
}

/** How many operations the vendor's documentation names, how many of them work, and how many calls of any client are left out. */
function count(rows: Row[]): { named: number; works: number; absent: number } {
  const sum = (some: Row[]) => some.flatMap(listRow).length
  const documented = rows.filter((row) => /^\d/.test(row.named))
  return {
    named: sum(documented),
    works: sum(documented.filter((row) => row.absent === undefined)),
    absent: sum(rows.filter((row) => row.absent !== undefined)),
  }
}
