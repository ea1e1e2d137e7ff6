import { Type } from 'typebox'
import { beginErasure } from '../../../../core/erasure/begin-erasure.ts'
import { describeKept } from '../../../../core/erasure/describe-kept.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { AppError } from '../../../../model/errors.ts'
import { findErasure } from '../../../../storage/queries/erasure/erasures.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { parseId } from '../../wire.ts'
import { toWireErasure, WireErasure } from '../../wires/erasure.ts'

export function erasureRoutes(app: App): void {
  app.post(
    '/contacts/:contactId/erase',
    {
      config: { action: 'eraseContacts' },
      schema: {
        summary: 'Erase everything that is kept of a contact',
        description:
          'The contact, their tokens and their password are gone with the answer. Their conversations with files, their words in those they share with other customers, and every trace in the log, in kept answers and in what webhooks were told follow in small steps; the erasure says how far it is. Asked for again while it is under way, the same one is answered. It also erases what a deleted contact has left.',
        params: Type.Object({ contactId: Type.String() }),
        response: answers({ 202: WireErasure }),
      },
    },
    async ({ ctx, params }, reply) => {
      const id = parseId(params.contactId, 'contact_not_found')
      const answer = await once(ctx, async (tx) => {
        const erasure = await beginErasure(ctx, tx, id)
        return jsonAnswer(202, toWireErasure(erasure, describeKept(tx.engine, erasure)))
      })
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/erasures/:erasureId',
    {
      config: { action: 'eraseContacts' },
      schema: {
        summary: 'Get an erasure: how far it is, or its report',
        params: Type.Object({ erasureId: Type.String() }),
        response: answers({ 200: WireErasure }),
      },
    },
    async ({ ctx, params }) => {
      const erasure = await findErasure(ctx.core.store, ctx.accountId, parseId(params.erasureId, 'erasure_not_found'))
      if (!erasure) throw new AppError('erasure_not_found')
      return toWireErasure(erasure, describeKept(ctx.core.store.engine, erasure))
    },
  )
}
