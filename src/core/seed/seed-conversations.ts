import type { NewMessage } from '../../model/message.ts'
import { listChannels } from '../../storage/queries/channels.ts'
import { hasSeedKey } from '../../storage/queries/seed-keys.ts'
import type { Ctx } from '../context.ts'
import { createConversation } from '../conversations/create-conversation.ts'
import { updateConversation } from '../conversations/update-conversation.ts'
import { sendWithin } from '../messages/send-within.ts'
import { type SeedConversation, SeedError } from './seed-schema.ts'
import { at, countMade, findAuthor, type SeedWork } from './seed-work.ts'

/** Makes the conversations whose keys the account does not know yet, each with its messages. The key is kept in `extra.seed`. */
export async function seedConversations(work: SeedWork, ctx: Ctx, inputs: readonly SeedConversation[], path: string): Promise<void> {
  for (const [index, input] of inputs.entries()) {
    if (await hasSeedKey(work.tx, ctx.accountId, input.key)) continue
    const here = `${path}.conversations[${index}]`
    await at(here, () => seedConversation(work, ctx, input, here))
    countMade(work, 'conversations')
  }
}

async function seedConversation(work: SeedWork, ctx: Ctx, input: SeedConversation, path: string): Promise<void> {
  const idOf = async (who: { member?: string; contact?: string; application?: string }) =>
    (await findAuthor(work, ctx.accountId, who, path)).id
  const participants = []
  for (const [index, { role, ...who }] of (input.participants ?? []).entries()) {
    const author = await findAuthor(work, ctx.accountId, who, `${path}.participants[${index}]`)
    participants.push({ author, role: role ?? 'member' })
  }
  const conversation = await createConversation(ctx, work.tx, {
    channelId: input.channel === undefined ? undefined : await findChannelId(work, ctx, input.channel, path),
    contactId: input.contact === undefined ? null : await idOf({ contact: input.contact }),
    applicationId: input.application === undefined ? null : await idOf({ application: input.application }),
    assigneeId: input.assignee === undefined ? null : await idOf({ member: input.assignee }),
    kind: input.kind,
    subject: input.subject,
    status: input.status,
    labels: input.labels,
    attributes: input.attributes as never,
    extra: { seed: { key: input.key } },
    participants,
  })
  const messages: NewMessage[] = []
  for (const [index, { text, html, private: note, ...who }] of (input.messages ?? []).entries()) {
    const by = await findAuthor(work, ctx.accountId, who, `${path}.messages[${index}]`)
    const direction = by.kind === 'member' ? 'outbound' : 'inbound'
    messages.push({ to: { id: conversation.id }, by, direction, private: note, text: text ?? null, html })
  }
  if (messages.length === 0) return
  await sendWithin(ctx, work.tx, messages)
  // A customer's message opens what was closed; the seed says how it ended.
  if (input.status !== undefined) await updateConversation(ctx, work.tx, { id: conversation.id }, { status: input.status })
}

async function findChannelId(work: SeedWork, ctx: Ctx, name: string, path: string): Promise<number> {
  const channel = (await listChannels(work.tx, ctx.accountId)).find((one) => one.name === name)
  if (!channel) throw new SeedError(`${path}.channel: there is no channel ${JSON.stringify(name)}`)
  return channel.id
}
