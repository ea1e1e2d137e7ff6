import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Blobs } from '../blobs/blobs.ts'
import { createDiskBlobs } from '../blobs/disk.ts'
import type { S3Settings } from '../blobs/s3.ts'
import type { Config } from '../config.ts'
import type { Core } from '../core/context.ts'
import { openCore } from '../core/open-core.ts'
import type { Store } from '../storage/db.ts'
import { isPostgres, openStore } from '../storage/open.ts'
import { CommandError } from './command.ts'

export type Installation = { store: Store; core: Core; close(): Promise<void> }

/** Where the store lies: the PostgreSQL address, or the SQLite file in the data folder. */
export function storeTarget(config: Config): string {
  return config.databaseUrl ?? join(config.data, 'parley.sqlite')
}

/** The same, to be shown: without the password. */
export function describeStore(config: Config): string {
  const target = storeTarget(config)
  return isPostgres(target) ? maskUrl(target) : target
}

export function maskUrl(text: string): string {
  const url = new URL(text)
  if (url.password !== '') url.password = '***'
  return `${url.protocol}//${url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':***'}@`}${url.host}${url.pathname}`
}

/** The address this machine reaches the server at. */
export function localUrl(config: Config, port: number = config.port): string {
  const host = config.host === '0.0.0.0' || config.host === '::' || config.host === '' ? '127.0.0.1' : config.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Opens the store and what stands around it. Throws a `CommandError` when the store cannot be opened. */
export async function openInstallation(config: Config, onBatch?: (messages: number) => void): Promise<Installation> {
  let store: Store
  try {
    store = await openStore(storeTarget(config), { connections: config.dbConnections })
  } catch (error) {
    throw new CommandError(`The store at ${describeStore(config)} cannot be opened: ${reasonOf(error)}`, { cause: error })
  }
  const streamLimits = { total: config.streams, perCaller: config.streamsPerToken }
  const core = await openCore({ store, blobs: await openBlobs(config), publicUrl: config.publicUrl, onBatch, streamLimits })
  return { store, core, close: () => store.close() }
}

/** The folder of attachments, or where they pass through on their way into a bucket. */
export function blobFolder(config: Config): string {
  return join(config.data, 'blobs')
}

/** The store of attachments; what is on its way to a bucket lies in `incoming`. What an S3 store needs is loaded for it alone. */
export async function openBlobs(config: Config, incoming = join(blobFolder(config), 'incoming')): Promise<Blobs> {
  const s3 = s3SettingsOf(config)
  if (!s3) return createDiskBlobs(blobFolder(config))
  const { createS3Blobs } = await import('../blobs/s3.ts')
  return createS3Blobs(s3, incoming)
}

function s3SettingsOf(config: Config): S3Settings | undefined {
  const { blobs, s3AccessKeyId: accessKeyId, s3SecretAccessKey: secretAccessKey, s3Endpoint: endpoint, s3Region: region } = config
  if (blobs === null || accessKeyId === null || secretAccessKey === null) return undefined
  const [bucket = '', ...names] = blobs.slice('s3://'.length).split('/')
  const pathStyle = config.s3PathStyle === 'auto' ? endpoint !== null || bucket.includes('.') : config.s3PathStyle === 'yes'
  return { bucket, prefix: names.join('/'), endpoint, region, pathStyle, accessKeyId, secretAccessKey }
}

/** As `openInstallation`, for commands that must not make a store where there is none. */
export async function openExisting(config: Config): Promise<Installation> {
  const target = storeTarget(config)
  if (!isPostgres(target) && !existsSync(target))
    throw new CommandError(`There is no store at ${target} yet. \`parley serve\` or \`parley seed\` makes one.`)
  return openInstallation(config)
}

/** What went wrong, in words; some errors of the network have a code and no message. */
export function reasonOf(error: unknown): string {
  const { message, code, errors } = error as { message?: string; code?: string; errors?: unknown[] }
  if (message) return message
  if (errors && errors.length > 0) return reasonOf(errors[0])
  return code ?? String(error)
}
