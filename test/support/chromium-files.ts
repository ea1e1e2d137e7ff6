import { execFile } from 'node:child_process'
import { access, constants, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** An unpacked Chromium: the program, and what has to be in its environment. */
export type ChromiumFiles = { executablePath: string; environment: { LD_LIBRARY_PATH: string; FONTCONFIG_PATH: string } }

/**
 * Unpacks Chromium (200 MB, 1.5 s) once per version, into `node_modules/.cache` or, where that cannot be written, into a
 * folder of the user's in the temporary one. Several processes may ask at once.
 */
export async function installChromium(): Promise<ChromiumFiles> {
  const packageFolder = fileURLToPath(new URL('../../', import.meta.resolve('@sparticuz/chromium')))
  const { version }: { version: string } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'))
  const cache = await openCache(path.resolve(packageFolder, '..', '..', '.cache'))
  const folder = path.join(cache, `chromium-${version}-${process.arch}`)
  if (!(await exists(folder))) await unpackInto(folder, packageFolder)
  return {
    executablePath: path.join(folder, 'chromium'),
    environment: { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') },
  }
}

async function unpackInto(folder: string, packageFolder: string): Promise<void> {
  const staging = await mkdtemp(`${folder}-`)
  // The package unpacks into TMPDIR, and adds the libraries a bare system lacks (NSS, NSPR, Expat) only where it takes
  // itself to be on Lambda; a process of its own is told both and leaves this one's environment alone.
  const script = "import chromium from '@sparticuz/chromium'; chromium.setGraphicsMode = false; await chromium.executablePath()"
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: packageFolder,
    env: { PATH: process.env.PATH, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  })
  await writeFile(path.join(staging, 'fonts', 'fonts.conf'), fontsConfig(folder))
  await rename(staging, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(staging, { recursive: true, force: true })
    const anotherWasFirst = error.code === 'ENOTEMPTY' || error.code === 'EEXIST'
    if (!anotherWasFirst) throw error
  })
}

// Only the fonts that came with the package, so that a page is laid out alike on every machine; its own file names /tmp.
function fontsConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts', 'fonts')}</dir>
  <cachedir>${path.join(folder, 'fonts', 'cache')}</cachedir>
</fontconfig>
`
}

async function openCache(preferred: string): Promise<string> {
  try {
    await mkdir(preferred, { recursive: true })
    await access(preferred, constants.W_OK)
    return preferred
  } catch {
    return openPrivateFolder(path.join(tmpdir(), `parley-cache-${process.getuid?.()}`))
  }
}

// The name can be guessed in a folder that everybody may write to, so whose it is has to be checked.
async function openPrivateFolder(folder: string): Promise<string> {
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const { uid, mode } = await lstat(folder)
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0) throw new Error(`${folder} may be changed by others; remove it or set TMPDIR`)
  return folder
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
