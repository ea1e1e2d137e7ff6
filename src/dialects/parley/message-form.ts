import { promisify } from 'node:util'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../model/errors.ts'
import type { App } from '../dialect.ts'
import { jsonParser } from '../json-body.ts'
import { acceptUploads, receiveForm, type UploadRules } from '../uploads.ts'

const RULES: UploadRules = {
  isFile: (field) => field === 'files',
  maxFiles: 15,
  tooMany: { message: 'A message holds at most 15 files.', field: 'files' },
}

/** Lets a scope take messages as forms: the message as JSON in the part `message`, its files in parts `files`. */
export async function acceptMessageForms(app: App): Promise<void> {
  await acceptUploads(app)
  const parse = promisify(jsonParser(app))
  app.addHook('preValidation', (request, reply, done) => {
    if (request.isMultipart()) readForm(request, reply).then(() => done(), done)
    else done()
  })

  async function readForm(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const fields = await receiveForm(request, reply, RULES)
    for (const [name] of fields) {
      if (name !== 'message') throw new AppError('body_invalid', { message: `${name} is not a known part`, field: name })
    }
    if (fields.length > 1) throw new AppError('body_invalid', { message: 'There is more than one message.', field: 'message' })
    request.body = (await parse(request, fields[0]?.[1] ?? '')) ?? {}
  }
}
