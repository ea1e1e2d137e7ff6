import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { hashPassword, stretchPassword } from '../../../../core/sessions/hash-password.ts'
import { setPassword } from '../../../../core/sessions/set-password.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, parseId, Text } from '../../wire.ts'

const NewPassword = Body({ password: Text(1024, { minLength: 8 }) })
const Done = answers({ 204: Type.Null({ description: 'Done' }) })

/** Passwords with which members and contacts sign in (`POST /auth/login` of OnDi, `POST /auth/sign_in` of Chatwoot). */
export function passwordRoutes(app: App): void {
  for (const kind of ['member', 'contact'] as const) {
    const path = `/${kind}s/:${kind}Id/password` as const
    const params = Type.Object({ [`${kind}Id`]: Type.String() })
    const config = { action: 'managePasswords' } as const

    async function change(request: FastifyRequest, reply: FastifyReply, hash: string | null) {
      const { ctx } = request
      const id = parseId((request.params as Record<string, string>)[`${kind}Id`] ?? '', `${kind}_not_found`)
      const answer = await once(ctx, async (tx) => {
        await setPassword(ctx, tx, { kind, id }, hash)
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    }

    app.put(
      path,
      {
        config,
        schema: {
          summary: `Set a ${kind}’s password`,
          description: 'Needs an e-mail address. Their sessions end; tokens made by hand stay.',
          params,
          body: NewPassword,
          response: Done,
        },
      },
      async (request, reply) => {
        await stretchKey(request.ctx)
        return change(request, reply, await hashPassword(request.ctx.core, request.body.password))
      },
    )

    app.delete(path, { config, schema: { summary: `Remove a ${kind}’s password`, params, response: Done } }, (request, reply) =>
      change(request, reply, null),
    )
  }
}

/** What is kept of a keyed request tells a password from another one, so it has to be as costly to guess from as the password's own hash. */
async function stretchKey({ keyed, core }: Ctx): Promise<void> {
  if (keyed) keyed.fingerprint = await stretchPassword(core, keyed.fingerprint)
}
