import type { Member, MemberSettings } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { findMembers, lockMember } from '../../storage/queries/people/members.ts'
import { revokeTokensOf } from '../../storage/queries/people/tokens.ts'
import type { Ctx } from '../context.ts'
import { createMember, updateMember } from '../members/create-member.ts'
import { deleteMember } from '../members/delete-member.ts'
import { createToken } from '../tokens/create-token.ts'
import { forgetTokensAfter } from '../tokens/forget-tokens.ts'

/** `config` is kept as given. */
export type BotInput = { name: string } & Pick<MemberSettings, 'description' | 'outgoingUrl'> & { config?: MemberSettings['bot'] }

/** Makes a program that acts in the account as a member of its own, with a token for it. */
export async function createBot(ctx: Ctx, tx: Tx, input: BotInput, secretOf: (tokenId: number) => string) {
  const { name, description = null, outgoingUrl = null, config = {} } = input
  const bot = await createMember(ctx, tx, {
    name,
    role: 'bot',
    availability: 'online',
    settings: { description, outgoingUrl, bot: config },
  })
  return { bot, tokenId: await giveToken(ctx, tx, bot, secretOf) }
}

/** Only what is given changes. Refuses with `bot_not_found`. */
export async function updateBot(ctx: Ctx, tx: Tx, id: number, input: Partial<BotInput>): Promise<Member> {
  const { settings } = await lockBot(ctx, tx, id)
  const { name, description = settings.description, outgoingUrl = settings.outgoingUrl, config = settings.bot } = input
  return updateMember(ctx, tx, id, { name, settings: { ...settings, description, outgoingUrl, bot: config } })
}

/** Refuses with `bot_not_found`. */
export async function deleteBot(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  await lockBot(ctx, tx, id)
  await deleteMember(ctx, tx, id)
}

/** Ends the bot's tokens and makes a new one. Refuses with `bot_not_found`. */
export async function renewBotToken(ctx: Ctx, tx: Tx, id: number, secretOf: (tokenId: number) => string) {
  const bot = await lockBot(ctx, tx, id)
  await revokeTokensOf(tx, ctx.accountId, bot, ctx.core.now())
  forgetTokensAfter(tx, ctx.core, (token) => token.author.id === id)
  return { bot, tokenId: await giveToken(ctx, tx, bot, secretOf) }
}

export async function findBot({ accountId }: Ctx, db: Db, id: number): Promise<Member | undefined> {
  const [member] = await findMembers(db, accountId, [id])
  return member?.role === 'bot' ? member : undefined
}

async function lockBot(ctx: Ctx, tx: Tx, id: number): Promise<Member> {
  const bot = await lockMember(tx, ctx.accountId, id)
  if (bot?.role !== 'bot') throw new AppError('bot_not_found')
  return bot
}

async function giveToken({ core, accountId, dialect }: Ctx, tx: Tx, bot: Member, secretOf: (tokenId: number) => string): Promise<number> {
  const author = { kind: 'member', id: bot.id } as const
  const { token } = await createToken(core, tx, { accountId, author, scope: 'api', dialect, label: bot.name }, secretOf)
  return token.id
}
