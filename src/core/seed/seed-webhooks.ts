import { findWebhookOfApplication } from '../../storage/queries/webhooks/webhooks.ts'
import type { Ctx } from '../context.ts'
import { APPLICATION_EVENTS, dialectOfApplication } from '../webhooks/application-webhooks.ts'
import { createWebhook } from '../webhooks/create-webhook.ts'
import type { SeedWebhook } from './seed-schema.ts'
import { at, countMade, findAuthor, type SeedWork } from './seed-work.ts'

/** The webhooks of applications in one account, which have at most one each; one that is there stays as it is. */
export async function seedWebhooks(work: SeedWork, ctx: Ctx, inputs: readonly SeedWebhook[], path: string): Promise<void> {
  for (const [index, { application, url, name }] of inputs.entries()) {
    const here = `${path}.webhooks[${index}]`
    const { id: applicationId } = await findAuthor(work, ctx.accountId, { application }, here)
    await at(here, async () => {
      const dialect = await dialectOfApplication(ctx, work.tx, applicationId)
      if (await findWebhookOfApplication(work.tx, ctx.accountId, { dialect, applicationId })) return
      await createWebhook(ctx, work.tx, { url, name, applicationId, events: APPLICATION_EVENTS }, [])
      countMade(work, 'webhooks')
    })
  }
}
