import type { Account } from '../../model/account.ts'
import type { JsonObject } from '../../model/json.ts'
import { listAccounts, updateAccount } from '../../storage/queries/accounts.ts'
import { listChannels } from '../../storage/queries/channels.ts'
import { createAccount, systemCtx } from '../accounts/create-account.ts'
import { createChannel } from '../channels/create-channel.ts'
import { createContact } from '../contacts/create-contact.ts'
import type { Ctx } from '../context.ts'
import { createMember } from '../members/create-member.ts'
import { seedConversations } from './seed-conversations.ts'
import { seedDeliveries } from './seed-deliveries.ts'
import { seedPassword } from './seed-passwords.ts'
import { type SeedAccount, SeedError } from './seed-schema.ts'
import { seedTokens } from './seed-tokens.ts'
import { seedWebhooks } from './seed-webhooks.ts'
import { at, countMade, findAuthor, findContact, findMember, type SeedWork } from './seed-work.ts'

/** The account of that name, made when there is none. */
export async function ensureAccount(work: SeedWork, input: SeedAccount, path: string): Promise<{ account: Account; isNew: boolean }> {
  const found = await findAccountByName(work, input.name, path)
  if (found) return { account: found, isNew: false }
  const { name, timezone, locale } = input
  const account = await createAccount(work.core, work.tx, { name, timezone, locale })
  countMade(work, 'accounts')
  return { account, isNew: true }
}

/** Makes what one account of a seed declares; `path` is where it stands in the seed. */
export async function fillAccount(
  work: SeedWork,
  account: Account,
  isNew: boolean,
  seed: { input: SeedAccount; path: string },
): Promise<void> {
  const { input, path } = seed
  const ctx = systemCtx(work.core, account.id)
  await seedPeople(work, ctx, input, path)
  if (isNew) await seedSettings(work, account, input, path)
  const channels = new Set((await listChannels(work.tx, account.id)).map((channel) => channel.name))
  for (const [index, channel] of (input.channels ?? []).entries()) {
    if (channels.has(channel.name)) continue
    await at(`${path}.channels[${index}]`, () =>
      createChannel(ctx, work.tx, { ...channel, settings: channel.settings as JsonObject | undefined }),
    )
    channels.add(channel.name)
    countMade(work, 'channels')
  }
  await seedConversations(work, ctx, input.conversations ?? [], path)
  await seedDeliveries(work, ctx, input.deliveries ?? [], path)
  await seedTokens(work, account, input.tokens ?? [], path)
  await seedWebhooks(work, account, input.webhooks ?? [], path)
}

export async function findAccountByName(work: SeedWork, name: string, path: string): Promise<Account | undefined> {
  const found = (await listAccounts(work.tx)).filter((account) => account.name === name)
  if (found.length > 1) throw new SeedError(`${path}.name: there are ${found.length} accounts named ${JSON.stringify(name)}`)
  return found[0]
}

async function seedPeople(work: SeedWork, ctx: Ctx, input: SeedAccount, path: string): Promise<void> {
  for (const [index, { attributes, password: _, ...member }] of (input.members ?? []).entries()) {
    const here = `${path}.members[${index}]`
    await at(here, async () => {
      let person = await findMember(work.tx, ctx.accountId, member.email ?? member.name)
      if (!person) {
        person = await createMember(ctx, work.tx, { ...member, attributes: attributes as JsonObject | undefined })
        countMade(work, 'members')
      }
      await seedPassword(work, ctx, person, here)
    })
  }
  for (const [index, { attributes, additional, password: _, ...contact }] of (input.contacts ?? []).entries()) {
    const here = `${path}.contacts[${index}]`
    await at(here, async () => {
      const ref = contact.identifier ?? contact.email ?? contact.phone ?? contact.name
      if (ref === undefined) throw new SeedError(`${here} needs a name, identifier, e-mail address or phone number`)
      let person = await findContact(work.tx, ctx.accountId, ref)
      if (!person) {
        const open = { attributes: attributes as JsonObject | undefined, additional: additional as JsonObject | undefined }
        person = await createContact(ctx, work.tx, { ...contact, ...open })
        countMade(work, 'contacts')
      }
      await seedPassword(work, ctx, person, here)
    })
  }
}

/** The settings of an account that was made just now: they name its members, who have to be there first. */
async function seedSettings(work: SeedWork, account: Account, { settings }: SeedAccount, path: string): Promise<void> {
  if (!settings) return
  const supportMemberIds: number[] = []
  for (const [index, member] of (settings.supportMembers ?? []).entries()) {
    const author = await findAuthor(work, account.id, { member }, `${path}.settings.supportMembers[${index}]`)
    supportMemberIds.push(author.id)
  }
  account.settings = {
    ...(settings.supportMembers && { supportMemberIds }),
    ...(settings.retention && { retention: settings.retention }),
    ...(settings.custom && { custom: settings.custom as JsonObject }),
  }
  await updateAccount(work.tx, account)
}
