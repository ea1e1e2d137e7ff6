import fastifyMultipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { normaliseMediaType, UNKNOWN_TYPE } from '../core/attachments/media-type.ts'
import { sendWithFiles } from '../core/attachments/send-with-files.ts'
import { storeAttachment } from '../core/attachments/store-attachment.ts'
import { removeUnnamed } from '../core/attachments/sweep-blobs.ts'
import type { Ctx } from '../core/context.ts'
import { blobKeysOf, type NewAttachment } from '../model/attachment.ts'
import { AppError } from '../model/errors.ts'
import type { App } from './dialect.ts'

/** Files of a request that lie in the blob store already. From when a handler has claimed them it sees to those that no message comes to name. */
export type Uploads = { files: NewAttachment[]; claimed: boolean }

/** What an API takes of a form: which fields hold its files, and how it refuses too many of them. */
export type UploadRules = { isFile(field: string): boolean; maxFiles: number; tooMany: { message: string; field: string } }

declare module 'fastify' {
  interface FastifyRequest {
    /** The files of a multipart request, null for any other. */
    uploads: Uploads | null
  }
}

const MAX_FILE_BYTES = 40 * 1024 * 1024
/** All fields that are no files together, in characters: as much as the body of a request without files. */
const MAX_FIELDS_LENGTH = 1024 * 1024
const LIMITS = { fileSize: MAX_FILE_BYTES, fieldSize: 1024 * 1024, fields: 1000, files: 1000 }

/** Lets a scope take multipart bodies; a hook of its own has to read them with `receiveForm`. What no handler claimed is gone before the answer goes out. */
export async function acceptUploads(app: App): Promise<void> {
  await app.register(fastifyMultipart, { throwFileSizeLimit: false })
  app.decorateRequest('uploads', null)
  app.addHook('onSend', ({ ctx, uploads }, _reply, _payload, done) => {
    if (!uploads || uploads.claimed) done()
    else void dropUploads(ctx, uploads).then(() => done())
  })
}

/**
 * Reads a multipart body: its files go to the blob store as they arrive, files in other fields are passed over, and the answer are the other fields. Refuses with
 * `attachment_invalid` (too many), `body_too_large`, `request_malformed`; nothing of the request stays then, nor when its client goes away.
 */
export async function receiveForm(
  request: FastifyRequest,
  reply: FastifyReply,
  rules: UploadRules,
): Promise<[name: string, value: string][]> {
  const uploads: Uploads = { files: [], claimed: false }
  request.uploads = uploads
  const { fields, refusal } = await readParts(request, uploads, rules)
  if (refusal) throw refusal
  // To whoever went away nothing is answered, and nothing sent in their name.
  if (reply.raw.destroyed) throw new AppError('request_malformed')
  return fields
}

/** Reads to the end also what is refused, so that the client comes to read the refusal. */
async function readParts(request: FastifyRequest, { files }: Uploads, rules: UploadRules) {
  const fields: [string, string][] = []
  let refusal: AppError | undefined
  let storeFailure: unknown
  let length = 0
  try {
    for await (const part of request.parts({ limits: LIMITS })) {
      if (part.type === 'field') {
        const value = typeof part.value === 'string' ? part.value : JSON.stringify(part.value)
        length += part.fieldname.length + value.length
        if (part.valueTruncated || part.fieldnameTruncated || length > MAX_FIELDS_LENGTH) refusal ??= new AppError('body_too_large')
        if (!refusal) fields.push([part.fieldname, value])
        // The parser would keep it as well, until the request ends.
        delete (part.fields as Record<string, unknown>)[part.fieldname]
        continue
      }
      // Nobody's file is anybody's, and a file field that was left empty in a browser has no name.
      const wanted = (request.ctx as Ctx | null) && rules.isFile(part.fieldname) && part.filename !== ''
      if (wanted && files.length >= rules.maxFiles) refusal ??= new AppError('attachment_invalid', rules.tooMany)
      if (!wanted || refusal) {
        part.file.resume()
        continue
      }
      try {
        files.push(await storePart(request.ctx, part))
      } catch (error) {
        if (part.file.truncated) refusal = error as AppError
        else {
          if (!part.file.errored) storeFailure = error
          throw error
        }
      }
    }
  } catch (error) {
    const isOurs = error === storeFailure || error instanceof AppError || (error as { statusCode?: unknown }).statusCode !== undefined
    // What the parser says of a body that breaks off or has no boundary.
    throw isOurs ? error : new AppError('request_malformed', { cause: error })
  }
  return { fields, refusal }
}

function storePart({ core, accountId }: Ctx, { filename, mimetype, file }: MultipartFile): Promise<NewAttachment> {
  const mediaType = normaliseMediaType(mimetype) ?? UNKNOWN_TYPE
  return storeAttachment(core, accountId, { name: filename ?? '', mediaType, bytes: wholeOf(file) })
}

/** The parser cuts a file that is too large, and says so only at its end. */
async function* wholeOf(file: MultipartFile['file']): AsyncIterable<Buffer> {
  yield* file
  if (file.truncated) throw new AppError('body_too_large', { message: 'A file is larger than 40 MB.' })
}

/** Runs the send of a request's message, which is to name the request's files. */
export async function sendUploads<T>(request: FastifyRequest, send: (files: NewAttachment[]) => Promise<T>): Promise<T> {
  const { ctx, uploads } = request
  if (!uploads) return send([])
  uploads.claimed = true
  return sendWithFiles(ctx, uploads.files, () => send(uploads.files))
}

async function dropUploads(ctx: Ctx, { files }: Uploads): Promise<void> {
  if (files.length > 0) await removeUnnamed(ctx.core, ctx.accountId, files.splice(0).flatMap(blobKeysOf))
}
