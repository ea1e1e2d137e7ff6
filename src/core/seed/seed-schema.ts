import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { CONVERSATION_STATUSES } from '../../model/conversation.ts'
import { MAX_DAYS } from '../../model/retention.ts'
import { DIALECT_NAMES } from '../../model/token.ts'

// Every object is closed: a misspelt field is an error instead of a silent nothing.
const strict = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 255 })
const Secret = Type.String({ pattern: '^[\\x21-\\x7e]{8,1024}$', description: 'chosen beforehand; made and shown once when absent' })
const Password = Type.String({
  minLength: 8,
  maxLength: 1024,
  description: 'for signing in with the e-mail address; set where there is none yet',
})
const maybe = <T extends TSchema>(schema: T) => Type.Optional(schema)
const Open = Type.Record(Type.String(), Type.Unknown())

/** A member by e-mail address or name; a contact by identifier, e-mail address, phone number or name; an application by name. */
const Who = { member: maybe(Name), contact: maybe(Name), application: maybe(Name) }

const Member = Type.Object(
  {
    name: Name,
    email: maybe(Name),
    displayName: maybe(Name),
    role: maybe(Type.Enum(['administrator', 'agent', 'dispatcher', 'driver', 'bot'])),
    avatarUrl: maybe(Type.String()),
    attributes: maybe(Open),
    password: maybe(Password),
  },
  strict,
)

const Contact = Type.Object(
  {
    name: maybe(Name),
    identifier: maybe(Name),
    email: maybe(Name),
    phone: maybe(Name),
    avatarUrl: maybe(Type.String()),
    attributes: maybe(Open),
    additional: maybe(Open),
    password: maybe(Password),
  },
  { ...strict, minProperties: 1 },
)

const Channel = Type.Object(
  {
    name: Name,
    kind: maybe(Type.Enum(['api', 'email', 'web_widget'])),
    email: maybe(Name),
    identifier: maybe(Type.String({ minLength: 8, maxLength: 255 })),
    hmacMandatory: maybe(Type.Boolean()),
    webhookUrl: maybe(Type.String()),
    settings: maybe(Open),
  },
  strict,
)

const Message = Type.Object({ ...Who, text: maybe(Type.String()), html: maybe(Type.String()), private: maybe(Type.Boolean()) }, strict)

const Conversation = Type.Object(
  {
    key: Name,
    subject: maybe(Type.String()),
    kind: maybe(Name),
    status: maybe(Type.Enum([...CONVERSATION_STATUSES])),
    contact: maybe(Name),
    channel: maybe(Name),
    application: maybe(Name),
    assignee: maybe(Name),
    labels: maybe(Type.Array(Name)),
    attributes: maybe(Open),
    participants: maybe(Type.Array(Type.Object({ member: maybe(Name), contact: maybe(Name), role: maybe(Name) }, strict))),
    messages: maybe(Type.Array(Message)),
  },
  strict,
)

const Delivery = Type.Object(
  { reference: Name, order: maybe(Name), driver: maybe(Name), customer: maybe(Name) },
  { ...strict, description: 'The driver is a member, the customer a contact.' },
)

const Token = Type.Object(
  {
    dialect: Type.Enum([...DIALECT_NAMES]),
    ...Who,
    secret: maybe(Secret),
    label: maybe(Name),
  },
  strict,
)

const Days = Type.Union([Type.Integer({ minimum: 1, maximum: MAX_DAYS }), Type.Null()])
const Kept = Type.Object(
  { messageDays: maybe(Days), eventDays: maybe(Days), deliveryDays: maybe(Days) },
  { ...strict, description: 'For how many days each is kept, null for ever; as the installation has it where nothing is said.' },
)

const Webhook = Type.Object(
  {
    dialect: maybe(Type.Enum([...DIALECT_NAMES])),
    application: maybe(Name),
    url: Type.String(),
    events: maybe(Type.Array(Name, { minItems: 1 })),
    name: maybe(Name),
    secret: maybe(Secret),
  },
  {
    ...strict,
    description:
      'With `dialect` and `events` it is told as if it had been made in that API; with `application` that one, which has a token for the account, is told of the messages of its conversations.',
  },
)

const Account = Type.Object(
  {
    name: Name,
    timezone: maybe(Name),
    locale: maybe(Name),
    settings: maybe(Type.Object({ supportMembers: maybe(Type.Array(Name)), retention: maybe(Kept), custom: maybe(Open) }, strict)),
    members: maybe(Type.Array(Member)),
    contacts: maybe(Type.Array(Contact)),
    channels: maybe(Type.Array(Channel)),
    conversations: maybe(Type.Array(Conversation)),
    deliveries: maybe(Type.Array(Delivery)),
    tokens: maybe(Type.Array(Token)),
    webhooks: maybe(Type.Array(Webhook)),
  },
  strict,
)

const Application = Type.Object(
  {
    name: Name,
    clientToken: maybe(Secret),
    portfolios: maybe(
      Type.Array(Type.Object({ accounts: Type.Array(Name, { minItems: 1 }), secret: maybe(Secret), label: maybe(Name) }, strict)),
    ),
  },
  strict,
)

/** What a seed file declares. Applications and install tokens belong to the installation, the rest to an account. */
export const Seed = Type.Object(
  {
    applications: maybe(Type.Array(Application)),
    accounts: maybe(Type.Array(Account)),
    installTokens: maybe(Type.Array(Type.Object({ secret: maybe(Secret), label: maybe(Name) }, strict))),
  },
  strict,
)

export type Seed = Static<typeof Seed>
export type SeedAccount = Static<typeof Account>
export type SeedConversation = Static<typeof Conversation>
export type SeedDelivery = Static<typeof Delivery>
export type SeedToken = Static<typeof Token>
export type SeedWebhook = Static<typeof Webhook>
export type SeedApplication = Static<typeof Application>
export type SeedWho = { member?: string; contact?: string; application?: string }

/** What is wrong with a seed; every line begins with the path of the field. */
export class SeedError extends Error {
  override name = 'SeedError'
}

const MAX_FINDINGS = 20
const validator = Compile(Seed)

/** Checks a seed's shape. Throws a `SeedError` that names every wrong field, up to twenty. */
export function parseSeed(value: unknown): Seed {
  if (validator.Check(value)) return value
  const findings = validator.Errors(value).flatMap((error) => {
    const params = error.params as { requiredProperties?: string[]; additionalProperties?: string[]; allowedValues?: unknown[] }
    const path = toPath(error.instancePath)
    // The object's own finding names the unknown field already.
    if (error.keyword === 'boolean') return []
    if (params.requiredProperties) return params.requiredProperties.map((name) => `${join(path, name)} is required`)
    if (params.additionalProperties) return params.additionalProperties.map((name) => `${join(path, name)} is not a field of a seed`)
    if (params.allowedValues) return [`${path} must be one of ${params.allowedValues.join(', ')}`]
    if (error.keyword === 'pattern') return [`${path} must be 8 to 1024 printable ASCII characters without spaces`]
    return [`${path || 'the seed'} ${error.message}`]
  })
  throw new SeedError([...new Set(findings)].slice(0, MAX_FINDINGS).join('\n'))
}

/** `/accounts/0/name` as people write it: `accounts[0].name`. */
function toPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : join(path, step)), '')
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
