import { hash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One file as it is sent: its bytes in each encoding there is of it. */
export type BuiltFile = { type: string; etag: string; plain: Buffer; br: Buffer | undefined; gzip: Buffer | undefined }

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  png: 'image/png',
  webp: 'image/webp',
}

/** Everything in the folder of a build, by its path in the site; it is a few hundred kilobytes and stays in memory. */
export function readBuilt(folder: string): ReadonlyMap<string, BuiltFile> {
  const files = new Map<string, BuiltFile>()
  for (const [extension, type] of Object.entries(TYPES)) {
    for (const path of globSync(`**/*.${extension}`, { cwd: folder })) {
      const plain = readFileSync(join(folder, path))
      const beside = (suffix: string) => (existsSync(join(folder, path + suffix)) ? readFileSync(join(folder, path + suffix)) : undefined)
      files.set(`/${path.replaceAll('\\', '/')}`, {
        type,
        etag: `"${hash('sha256', plain, 'base64url').slice(0, 22)}"`,
        plain,
        br: beside('.br'),
        gzip: beside('.gz'),
      })
    }
  }
  return files
}
