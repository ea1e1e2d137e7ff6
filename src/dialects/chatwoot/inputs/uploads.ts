import type { MultipartFile } from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { normaliseMediaType } from '../../../core/attachments/media-type.ts'
import { storeAttachment } from '../../../core/attachments/store-attachment.ts'
import type { Core, Ctx } from '../../../core/context.ts'
import { blobKeysOf, type NewAttachment } from '../../../model/attachment.ts'
import { AppError } from '../../../model/errors.ts'
import type { Message } from '../../../model/message.ts'
import { listAttachmentsOf } from '../../../storage/queries/attachments.ts'
import { nestFields } from './form-values.ts'

/** chatwoot sheet 12. */
const MAX_FILES = 15
const TOO_MANY_FILES = { message: 'Attachments exceeded maximum allowed', field: 'attachments' }
const LIMITS = { fileSize: 40 * 1024 * 1024, fieldSize: 1024 * 1024, fields: 1000, files: 1000 }

/** Files of a request that lie in the blob store already. A handler claims them and says by `messageId` which message was made of the request. */
export type Uploads = { files: NewAttachment[]; claimed: boolean; messageId: number | undefined }

declare module 'fastify' {
  interface FastifyRequest {
    /** The files of a multipart request, null for any other. */
    uploads: Uploads | null
  }
}

/**
 * Reads a multipart body: files named `attachments` or `attachments[]` go to the blob store as they arrive, other files are passed over, fields become the body.
 * The body names the files by their digests, so that an Idempotency-Key stands for them as well. Refuses with `attachment_invalid` (too many),
 * `body_too_large`, `request_malformed`.
 */
export async function receiveUploads(request: FastifyRequest, reply: FastifyReply, core: Core): Promise<Record<string, unknown>> {
  const uploads: Uploads = { files: [], claimed: false, messageId: undefined }
  request.uploads = uploads
  reply.raw.once('close', () => {
    // Once a handler has claimed them it knows better whether a message names them.
    if (!uploads.claimed) void removeUploads(core, request, uploads)
  })
  const { fields, refusal } = await readParts(request, core, uploads)
  if (refusal || reply.raw.destroyed) await removeUploads(core, request, uploads)
  if (refusal) throw refusal
  const body = nestFields(fields)
  if (uploads.files.length > 0) {
    body.attachments = uploads.files.map(({ name, mediaType, digest }) => ({ name, mediaType, digest }))
    body.content ??= '' // a file makes text needless (ndoto sheet 3.2)
  }
  return body
}

/** Reads to the end also what is refused, so that the client comes to read the refusal. */
async function readParts(request: FastifyRequest, core: Core, { files }: Uploads) {
  const fields: [string, string][] = []
  let refusal: AppError | undefined
  let storeFailure: unknown
  try {
    for await (const part of request.parts({ limits: LIMITS })) {
      if (part.type === 'field') {
        if (part.valueTruncated || part.fieldnameTruncated) refusal ??= new AppError('body_too_large')
        fields.push([part.fieldname, typeof part.value === 'string' ? part.value : JSON.stringify(part.value)])
        continue
      }
      // A file field that was left empty in a browser has no name.
      const wanted = /^attachments(?:\[\d*\])?$/.test(part.fieldname) && part.filename !== ''
      if (wanted && files.length >= MAX_FILES) refusal ??= new AppError('attachment_invalid', TOO_MANY_FILES)
      if (!wanted || refusal) {
        part.file.resume()
        continue
      }
      try {
        files.push(await storeFile(core, part))
      } catch (error) {
        if (!part.file.errored) storeFailure = error
        throw error
      }
      if (part.file.truncated) refusal = new AppError('body_too_large', { message: 'A file is larger than 40 MB.' })
    }
  } catch (error) {
    const isOurs = error === storeFailure || error instanceof AppError || (error as { statusCode?: unknown }).statusCode !== undefined
    // What the parser says of a body that breaks off or has no boundary.
    throw isOurs ? error : new AppError('request_malformed', { cause: error })
  }
  return { fields, refusal }
}

function storeFile(core: Core, part: MultipartFile): Promise<NewAttachment> {
  const mediaType = normaliseMediaType(part.mimetype) ?? 'application/octet-stream'
  return storeAttachment(core, { name: part.filename ?? '', mediaType, bytes: part.file })
}

/** The files of a request for a message that is about to be sent with them. */
export function claimUploads(request: FastifyRequest): NewAttachment[] {
  if (!request.uploads) return []
  request.uploads.claimed = true
  return request.uploads.files
}

/** Notes which message the request is answered with; a repetition is answered with the first one, which names other files. */
export function noteSent(request: FastifyRequest, message: Message | undefined): void {
  if (request.uploads) request.uploads.messageId = message?.id
}

/** Runs the send of a request's message and removes the files that no message came to name: it was refused, or answered with an earlier message. */
export async function sendOrRemoveUploads<T>(ctx: Ctx, request: FastifyRequest, send: () => Promise<T>): Promise<T> {
  const { uploads } = request
  if (!uploads) return send()
  try {
    const answer = await send()
    // A note may come from an attempt that was rolled back, so what is in the store decides.
    const named = uploads.messageId === undefined ? [] : await listAttachmentsOf(ctx.core.store, ctx.accountId, [uploads.messageId])
    const kept = new Set(named.map((file) => file.blobKey))
    uploads.files = uploads.files.filter((file) => !kept.has(file.blobKey))
    await removeUploads(ctx.core, request, uploads)
    return answer
  } catch (error) {
    // After any other failure the message may be in the store all the same.
    if (error instanceof AppError && error.kind !== 'unavailable' && error.kind !== 'bug') await removeUploads(ctx.core, request, uploads)
    throw error
  }
}

async function removeUploads(core: Core, request: FastifyRequest, uploads: Uploads): Promise<void> {
  for (const key of uploads.files.splice(0).flatMap(blobKeysOf)) {
    await core.blobs.remove(key).catch((err: unknown) => request.log.warn({ err, requestId: request.id }, 'an unused file stays behind'))
  }
}
