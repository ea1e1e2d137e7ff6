import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type OpenedFile, openFile } from '../core/attachments/file-address.ts'
import { isActive, UNKNOWN_TYPE } from '../core/attachments/media-type.ts'
import type { Core } from '../core/context.ts'
import { parseRange } from './byte-range.ts'

/** Whoever shows a picture asks again after an hour, so that one that was deleted is soon gone. */
const KEPT_SECONDS = 3600

// What a browser shows without running anything of it. The rest is only ever saved; PDF among it, because Chromium shows none in a sandbox.
const SHOWN = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp|x-icon)|audio\/[a-z0-9.+-]+|video\/[a-z0-9.+-]+|text\/plain)$/

const UNKNOWN = { error: { code: 'file_not_found', message: 'No such file.' } }
const EXPIRED = { error: { code: 'file_expired', message: 'This address has expired; read the message again for a new one.' } }

/**
 * Serves attachments at the addresses that `fileAddress` gives out, for every dialect alike: `GET /files/<token>/<name>`, without credentials, with single
 * ranges and conditional requests. What an address leads to never changes until it is gone. 404 for an address that was never given out or whose file is gone, 410 for one that has expired. The name is for the
 * reader's eyes; the token alone decides.
 */
export function mountFiles(server: FastifyInstance, core: Core): void {
  server.route<{ Params: { token: string } }>({
    method: ['GET', 'HEAD'],
    url: '/files/:token/*',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const file = await openFile(core, request.params.token)
      if (file === 'unknown') return refuse(reply, 404, UNKNOWN)
      if (file === 'expired') return refuse(reply, 410, EXPIRED)
      return sendFile(core, file, request, reply)
    },
  })
}

async function sendFile(core: Core, file: OpenedFile, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const headers = headersOf(core, file)
  const { etag, 'last-modified': modified } = headers
  if (isUnchanged(request.headers, etag, modified)) return reply.code(304).headers(headers).send()
  const { range: wanted, 'if-range': ifRange } = request.headers
  const range = ifRange === undefined || ifRange === etag || ifRange === modified ? parseRange(wanted, file.sizeBytes) : 'whole'
  if (range === 'unsatisfiable') {
    return refuse(reply.header('content-range', `bytes */${file.sizeBytes}`), 416, {
      error: { code: 'range_not_satisfiable', message: 'The file has no such range.' },
    })
  }
  // Opened before anything is said of them: what fails is answered as a failure, and kept by nobody.
  const bytes = request.method === 'HEAD' ? null : await core.blobs.open(file.blobKey, range === 'whole' ? undefined : range)
  if (bytes === undefined) return refuse(reply, 404, UNKNOWN)
  if (range !== 'whole') reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.sizeBytes}`)
  reply.headers(headers).header('content-length', range === 'whole' ? file.sizeBytes : range.end - range.start + 1)
  return reply.type(servedType(file.mediaType)).send(bytes ?? undefined)
}

function headersOf(core: Core, file: OpenedFile) {
  const seconds = Math.min(KEPT_SECONDS, Math.floor((file.until - core.now()) / 1_000_000))
  return {
    etag: `"${file.version}"`,
    ...(file.createdAt !== null && { 'last-modified': new Date(file.createdAt / 1000).toUTCString() }),
    'accept-ranges': 'bytes',
    'cache-control': `private, max-age=${seconds}, immutable`,
    'content-disposition': dispositionOf(file),
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer', // the address is a secret
    'x-content-type-options': 'nosniff',
  }
}

/** Files from before their bytes were looked at are kept under whatever type was claimed. */
function servedType(mediaType: string): string {
  if (mediaType === 'text/plain') return 'text/plain; charset=utf-8'
  return isActive(mediaType) ? UNKNOWN_TYPE : mediaType
}

function refuse(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(body))
}

/** The plain name is for old readers: ASCII without quotes; the starred one is exact (RFC 6266). */
function dispositionOf(file: OpenedFile): string {
  const kind = SHOWN.test(file.mediaType) ? 'inline' : 'attachment'
  const plain = file.name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(file.name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`
}

/** Whether the client has these bytes already. A time counts only for clients that name no tag. */
function isUnchanged(headers: IncomingHttpHeaders, etag: string, modified: string | undefined): boolean {
  const { 'if-none-match': tags, 'if-modified-since': since } = headers
  if (tags !== undefined) return tags.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)
  return modified !== undefined && since !== undefined && Date.parse(modified) <= Date.parse(since)
}
