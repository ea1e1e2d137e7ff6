import type { FastifyRequest } from 'fastify'
import type { Core } from '../../../core/context.ts'
import { hashSecret } from '../../../core/tokens/create-token.ts'
import { createAllowances } from '../../allowances.ts'
import type { App } from '../../dialect.ts'
import { bearerOf } from '../../requests.ts'
import { acceptMessageForms } from '../message-form.ts'
import { widgetFinder } from './find-widget.ts'
import { openSession } from './open-session.ts'
import { sendMessage } from './send-message.ts'

/** What a page needs before its visitor has a token, open to pages of any origin. Register it at `/v1/widget/:channelIdentifier`. */
export async function widgetRoutes(app: App, core: Core): Promise<void> {
  app.decorateRequest('widgetChannel', null as never)
  app.decorateRequest('widgetVisitor', null as never)
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, security: [] }
  })
  app.addHook('onRequest', widgetFinder(core))
  app.addHook('preHandler', keyVisitor)
  const spend = createAllowances(core.now)
  openSession(app, spend)
  await app.register(async (scope) => {
    await acceptMessageForms(scope)
    sendMessage(scope, spend)
  })
}

/** Strangers may happen on the same Idempotency-Key; a visitor stays the same whoever they become. */
async function keyVisitor({ ctx, headers }: FastifyRequest): Promise<void> {
  if (ctx.keyed) ctx.keyed.scope = `parley:visitor:${hashSecret(bearerOf(headers) ?? '')}`
}
