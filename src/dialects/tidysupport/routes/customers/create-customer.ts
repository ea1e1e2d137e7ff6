import { Type } from 'typebox'
import { registerContact } from '../../../../core/contacts/register-contact.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { Metadata, toWireCustomer, WireCustomer } from '../../customer.ts'
import { WireEmail, WireName } from '../../email.ts'
import { refusals } from '../../errors.ts'

/** Metadata is repeated in every list, so it may have this many characters of JSON. */
const MAX_METADATA_LENGTH = 65_536

/** tidysupport sheet 6. */
export function createCustomer(app: App): void {
  app.post(
    '/customers',
    {
      config: { action: 'writeContacts' },
      schema: {
        summary: "Enters a customer under the business's own id",
        description:
          'Somebody who wrote before and is known by e-mail address, but under no `externalId` yet, is given it instead of a second record.',
        body: Type.Object({
          externalId: Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' }),
          email: Type.Optional(WireEmail),
          name: Type.Optional(WireName),
          metadata: Type.Optional(Metadata),
        }),
        response: { 200: WireCustomer, ...refusals(409, 413, 415, 422) },
      },
    },
    async ({ ctx, body }, reply) => {
      const { externalId: identifier, email, name, metadata: attributes } = body
      if (JSON.stringify(attributes ?? {}).length > MAX_METADATA_LENGTH) {
        throw new AppError('body_invalid', { message: `metadata may have ${MAX_METADATA_LENGTH} characters of JSON`, field: 'metadata' })
      }
      const answer = await once(ctx, async (tx) => {
        const contact = await registerContact(ctx, tx, { identifier, email, name, attributes })
        return jsonAnswer(200, toWireCustomer(ctx, contact))
      })
      return sendAnswer(reply, answer)
    },
  )
}
