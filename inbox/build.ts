/**
 * Builds what browsers are given, ready to be sent: the inbox, the widget, and beside each text its forms in brotli and gzip.
 *
 *     node inbox/build.ts FOLDER
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder to build into.')
const outDir = path.resolve(folder)
const configFile = path.join(import.meta.dirname, 'vite.config.ts')

await build({ configFile, logLevel: 'warn', build: { outDir, emptyOutDir: true } })
await build({ configFile, logLevel: 'warn', mode: 'widget', build: { outDir } })
for (const file of globSync('**/*.{html,js,css,svg}', { cwd: outDir })) compress(path.join(outDir, file))

function compress(file: string): void {
  const bytes = readFileSync(file)
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
}
