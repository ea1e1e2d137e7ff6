import type { Account } from '../../model/account.ts'
import { findWebhookByUrl, findWebhookOfApplication } from '../../storage/queries/webhooks/webhooks.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Ctx } from '../context.ts'
import { APPLICATION_EVENTS, dialectOfApplication } from '../webhooks/application-webhooks.ts'
import { createWebhook } from '../webhooks/create-webhook.ts'
import { SeedError, type SeedWebhook } from './seed-schema.ts'
import { at, countMade, findAuthor, type SeedWork } from './seed-work.ts'

/** The webhooks of one account; one that is there, by dialect and address or by application, stays as it is. */
export async function seedWebhooks(work: SeedWork, account: Account, inputs: readonly SeedWebhook[], path: string): Promise<void> {
  const ctx = systemCtx(work.core, account.id)
  for (const [index, input] of inputs.entries()) {
    const here = `${path}.webhooks[${index}]`
    await at(here, () =>
      input.application === undefined ? seedOwn(work, account, input, here) : seedForApplication(work, ctx, input, here),
    )
  }
}

async function seedOwn(work: SeedWork, account: Account, { dialect, url, events, name, secret }: SeedWebhook, path: string): Promise<void> {
  if (dialect === undefined || events === undefined) throw new SeedError(`${path} must name a dialect and events, or an application`)
  const subscriptions = work.subscriptions.get(dialect)
  if (!subscriptions) throw new SeedError(`${path}.dialect: nobody makes webhooks in ${dialect}`)
  const unknown = events.filter((event) => !subscriptions.events.includes(event))
  if (unknown.length > 0) throw new SeedError(`${path}.events: ${unknown.join(', ')} must be some of ${subscriptions.events.join(', ')}`)
  const { read, write } = subscriptions.secret ?? PLAIN
  const chosen = secret === undefined ? undefined : read(secret)
  if (secret !== undefined && chosen === undefined) throw new SeedError(`${path}.secret is not of the form it has in ${dialect}`)
  if (await findWebhookByUrl(work.tx, account.id, { dialect, url })) return
  const ctx = { ...systemCtx(work.core, account.id), dialect }
  const webhook = await createWebhook(ctx, work.tx, { url, name, events, secret: chosen }, subscriptions.events)
  countMade(work, 'webhooks')
  if (chosen === undefined) work.secrets.push({ account: account.name, dialect, label: name ?? url, secret: write(webhook.secret) })
}

const PLAIN = { read: (text: string): string | undefined => text, write: (secret: string) => secret }

/** An application has at most one in an account; nothing it is told is signed. */
async function seedForApplication(
  work: SeedWork,
  ctx: Ctx,
  { application, url, name, ...others }: SeedWebhook,
  path: string,
): Promise<void> {
  const [other] = Object.keys(others)
  if (other !== undefined) throw new SeedError(`${path}.${other} is not said of an application’s`)
  const { id: applicationId } = await findAuthor(work, ctx.accountId, { application }, path)
  const dialect = await dialectOfApplication(ctx, work.tx, applicationId)
  if (await findWebhookOfApplication(work.tx, ctx.accountId, { dialect, applicationId })) return
  await createWebhook(ctx, work.tx, { url, name, applicationId, events: APPLICATION_EVENTS }, [])
  countMade(work, 'webhooks')
}
