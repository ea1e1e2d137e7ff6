import { readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { DIALECTS } from '../src/dialects/index.ts'
import { replaceBlock } from './blocks.ts'
import { describeAbsent, describeCoverage } from './coverage/describe-coverage.ts'
import { describeErrors, describeSettings } from './describe.ts'
import { describeAccess } from './describe-access.ts'
import { describeOperations, readDocuments } from './describe-operations.ts'
import { startDemo } from './start-demo.ts'

const ROOT = join(import.meta.dirname, '..')

/** Every page that is made from the code, whole or in part, by its path from the root: as it should be. */
export async function makePages(): Promise<Map<string, string>> {
  const demo = await startDemo()
  try {
    const documents = await readDocuments(demo.url)
    const pages = new Map([
      ['docs/config.md', describeSettings()],
      ['docs/errors.md', describeErrors()],
      ['docs/access.md', describeAccess()],
      ['docs/webhooks.md', showFiles('docs/webhooks.md')],
      ['docs/streams.md', showFiles('docs/streams.md')],
      ['README.md', replaceBlock(read('README.md'), 'coverage', describeCoverage(documents, 'docs/dialects'))],
    ])
    for (const { name } of DIALECTS) {
      const path = `docs/dialects/${name}.md`
      const page = replaceBlock(read(path), 'operations', describeOperations(documents.get(name) ?? { info: { title: '', version: '' } }))
      pages.set(path, name === 'parley' ? page : replaceBlock(page, 'absent', describeAbsent(name)))
    }
    return pages
  } finally {
    await demo.close()
  }
}

/** A page whose blocks are named after files beside it, such as `examples/receiver.ts`, with those files in them. */
function showFiles(path: string): string {
  const page = read(path)
  const files = [...page.matchAll(/<!-- begin:(examples\/\S+) -->/g)].map((match) => match[1] as string)
  const show = (file: string) => `\`\`\`${extname(file).slice(1)}\n${read(join(dirname(path), file)).trim()}\n\`\`\``
  return files.reduce((made, file) => replaceBlock(made, file, show(file)), page)
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}
