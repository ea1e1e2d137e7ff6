import { Type } from 'typebox'
import { updateAccount as changeAccount } from '../../../../core/accounts/update-account.ts'
import type { Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { Account } from '../../../../model/account.ts'
import { AppError } from '../../../../model/errors.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { Db } from '../../../../storage/db.ts'
import { findAccount, lockAccount } from '../../../../storage/queries/accounts.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { toIso } from '../../faces/times.ts'
import { answers, TextInput } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

/** What is kept among the account's own extra facts. */
const CUSTOM = ['domain', 'support_email', 'industry', 'company_size'] as const

const Params = Type.Object({ account_id: Type.String() })
const Wire = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  locale: Type.String(),
  domain: TextInput,
  support_email: TextInput,
  status: Type.String(),
  features: Type.Object({}, { additionalProperties: true }),
  custom_attributes: Type.Object({ industry: TextInput, company_size: TextInput, timezone: Type.String() }),
  created_at: Type.String({ format: 'date-time' }),
})

export function getAccount(app: App, profile: Profile): void {
  const schema = { summary: 'Get the account', params: Params, response: answers(profile, Wire) }
  app.get('', { config: { action: 'readAccount' }, schema }, async ({ ctx }) => toWire(await findOwn(ctx, ctx.core.store)))
}

/** Only what is given changes. */
export function updateAccount(app: App, profile: Profile): void {
  const Fact = Type.Optional(Type.Union([Type.String({ maxLength: 255 }), Type.Null()]))
  app.route({
    method: ['PUT', 'PATCH'],
    url: '',
    config: { action: 'updateAccount', rootKey: 'account' },
    schema: {
      summary: 'Update the account',
      params: Params,
      body: Type.Object({
        name: Type.Optional(Type.String({ maxLength: 255, pattern: '\\S' })),
        locale: Type.Optional(Type.String({ maxLength: 35, description: 'Such as `en` or `pt_BR`' })),
        timezone: Type.Optional(Type.String({ maxLength: 64, description: 'IANA time zone' })),
        domain: Fact,
        support_email: Fact,
        industry: Fact,
        company_size: Fact,
      }),
      response: answers(profile, Wire),
    },
    handler: async ({ ctx, body }, reply) => {
      const locale =
        body.locale === undefined ? undefined : toKnown('locale', () => new Intl.Locale(body.locale?.replace('_', '-') ?? '').toString())
      const timezone =
        body.timezone === undefined
          ? undefined
          : toKnown('timezone', () => new Intl.DateTimeFormat('en', { timeZone: body.timezone }).resolvedOptions().timeZone)
      const answer = await once(ctx, async (tx) => {
        const custom = (await lockAccount(tx, ctx.accountId))?.settings.custom
        const given = Object.fromEntries(CUSTOM.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])))
        const settings = Object.keys(given).length > 0 ? { custom: { ...custom, ...given } as JsonObject } : undefined
        return jsonAnswer(200, toWire(await changeAccount(ctx, tx, { name: body.name?.trim(), locale, timezone, settings })))
      })
      return sendAnswer(reply, answer)
    },
  })
}

/** What the runtime makes of a language or time zone, or the refusal of one that it does not know. */
function toKnown(field: string, read: () => string): string {
  try {
    return read()
  } catch (cause) {
    throw new AppError('body_invalid', { field, message: `${field} is not valid`, cause })
  }
}

async function findOwn({ accountId }: Ctx, db: Db): Promise<Account> {
  const account = await findAccount(db, accountId)
  if (!account) throw new AppError('account_not_found')
  return account
}

function toWire({ id, name, locale, status, timezone, settings, createdAt }: Account) {
  const fact = (key: (typeof CUSTOM)[number]) => {
    const value = settings.custom?.[key]
    return typeof value === 'string' ? value : null
  }
  return {
    id,
    name,
    locale,
    domain: fact('domain'),
    support_email: fact('support_email'),
    status,
    features: {},
    custom_attributes: { industry: fact('industry'), company_size: fact('company_size'), timezone },
    created_at: toIso(createdAt),
  }
}
