import type { FastifyReply, FastifyRequest } from 'fastify'
import { receiveForm, type UploadRules } from '../../uploads.ts'
import { nestFields } from './form-values.ts'

/** chatwoot sheet 12. */
const RULES: UploadRules = {
  isFile: (field) => /^attachments(?:\[\d*\])?$/.test(field),
  maxFiles: 15,
  tooMany: { message: 'Attachments exceeded maximum allowed', field: 'attachments' },
}

/**
 * The body of a multipart request. It names the files, which are stored by now, by their digests: a request with other files is another one. Refuses as
 * `receiveForm` does.
 */
export async function receiveUploads(request: FastifyRequest, reply: FastifyReply): Promise<Record<string, unknown>> {
  const body = nestFields(await receiveForm(request, reply, RULES))
  const files = request.uploads?.files ?? []
  if (files.length > 0) {
    body.attachments = files.map(({ name, mediaType, digest }) => ({ name, mediaType, digest }))
    body.content ??= '' // a file makes text needless (ndoto sheet 3.2)
  }
  return body
}
