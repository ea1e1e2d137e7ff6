import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Manifest = { version: string; optionalDependencies: Record<string, string> }
const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as Manifest

/** The version in package.json. */
export const VERSION = manifest.version

/** The oldest major version of Node that is brought along for some platform, and so the oldest this runs on. */
export const NODE_MAJOR = Math.min(
  ...Object.entries(manifest.optionalDependencies)
    .filter(([name]) => name.startsWith('node-'))
    .map(([, version]) => Number.parseInt(version, 10)),
)
