import { type Static, Type } from 'typebox'
import { createChannel } from '../../../../core/channels/create-channel.ts'
import { type UpdateChannel, updateChannel } from '../../../../core/channels/update-channel.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { isWebAddress } from '../../../../core/webhooks/web-address.ts'
import { AppError } from '../../../../model/errors.ts'
import type { JsonObject } from '../../../../model/json.ts'
import { lockChannel } from '../../../../storage/queries/channels.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { getChannel } from '../../faces/contact-views.ts'
import { INBOX_DEFAULTS } from '../../faces/inbox.ts'
import { toWeek, WorkingDayInput } from '../../faces/working-hours.ts'
import { AttributesInput, answers, FlagInput, TextInput, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { InboxParams } from './list-inboxes.ts'
import { toWireInboxes } from './to-wire-inboxes.ts'

const ChannelFields = {
  webhook_url: Type.Optional(Type.Union([Type.String({ maxLength: 2048 }), Type.Null()], { description: 'http or https' })),
  hmac_mandatory: Type.Optional(FlagInput),
  additional_attributes: Type.Optional(AttributesInput),
}
const Settings = {
  greeting_enabled: Type.Optional(FlagInput),
  greeting_message: Type.Optional(Type.Union([Type.String({ maxLength: 10_000 }), Type.Null()])),
  working_hours_enabled: Type.Optional(FlagInput),
  enable_email_collect: Type.Optional(FlagInput),
  csat_survey_enabled: Type.Optional(FlagInput),
  csat_config: Type.Optional(AttributesInput),
  enable_auto_assignment: Type.Optional(FlagInput),
  auto_assignment_config: Type.Optional(AttributesInput),
  out_of_office_message: Type.Optional(Type.Union([Type.String({ maxLength: 10_000 }), Type.Null()])),
  timezone: Type.Optional(TextInput),
  allow_messages_after_resolved: Type.Optional(FlagInput),
  lock_to_single_conversation: Type.Optional(FlagInput),
  sender_name_type: Type.Optional(TextInput),
  business_name: Type.Optional(TextInput),
  avatar_url: Type.Optional(Type.Union([Type.String({ maxLength: 2048 }), Type.Null()], { description: 'The address of a picture' })),
  working_hours: Type.Optional(Type.Union([Type.Array(WorkingDayInput, { maxItems: 7 }), Type.Null()])),
}
const Name = Type.String({ minLength: 1, maxLength: 255 })
type Input = Static<typeof Update>

const Create = Type.Object({
  name: Name,
  channel: Type.Object({
    type: Type.Enum(['api'], { description: 'Only API inboxes can be made over HTTP' }),
    ...ChannelFields,
  }),
  ...Settings,
})
const Update = Type.Object({ name: Type.Optional(Name), channel: Type.Optional(Type.Object(ChannelFields)), ...Settings })

/** Administrators make API inboxes (chatwoot sheet 8; ndoto sheet 6). */
export function createInbox(app: App, profile: Profile): void {
  const { inbox } = profile.desk
  const options = {
    config: { action: 'writeChannels' as const },
    schema: { summary: 'Create an API inbox', body: Create, response: answers(profile, inbox.Wire) },
  }
  app.post('/inboxes', options, async ({ ctx, body }, reply) => {
    const { name, hmacMandatory, webhookUrl } = toUpdate(body as Input)
    const settings = toSettings(body as Input, {})
    const answer = await once(ctx, async (tx) => {
      const channel = await createChannel(ctx, tx, { name: name ?? '', kind: 'api', hmacMandatory, webhookUrl, settings })
      return jsonAnswer(200, (await toWireInboxes(profile, ctx, tx, [channel]))[0])
    })
    return sendAnswer(reply, answer)
  })
}

/** Only what is given changes (chatwoot sheet 8). */
export function updateInbox(app: App, profile: Profile): void {
  const { inbox } = profile.desk
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/inboxes/:inbox_id',
    config: { action: 'writeChannels' },
    schema: { summary: 'Update an inbox', params: InboxParams, body: Update, response: answers(profile, inbox.Wire) },
    handler: async ({ ctx, params, body }, reply) => {
      const id = toPathId(params.inbox_id, 'channel_not_found')
      const answer = await once(ctx, async (tx) => {
        await lockChannel(tx, ctx.accountId, id)
        const before = await getChannel(ctx, tx, id)
        const settings = toSettings(body, before.settings)
        const channel = await updateChannel(ctx, tx, id, { ...toUpdate(body), settings })
        return jsonAnswer(200, (await toWireInboxes(profile, ctx, tx, [channel]))[0])
      })
      return sendAnswer(reply, answer)
    },
  })
}

function toUpdate({ name, channel, avatar_url: picture }: Input): UpdateChannel {
  const url = channel?.webhook_url
  if (url && !isWebAddress(url)) throw new AppError('body_invalid', { field: 'webhook_url', message: 'Webhook url is invalid' })
  if (picture && !isWebAddress(picture)) throw new AppError('body_invalid', { field: 'avatar_url', message: 'Avatar url is invalid' })
  return { name, webhookUrl: url === '' ? null : url, hmacMandatory: channel?.hmac_mandatory ?? undefined }
}

/** The channel's settings with what is given; null sets a value back to what it is at the beginning. */
function toSettings(body: Input, before: JsonObject): JsonObject {
  const inbox: JsonObject = { ...(before.inbox as JsonObject | undefined) }
  for (const name of Object.keys(INBOX_DEFAULTS) as (keyof typeof INBOX_DEFAULTS)[]) {
    if (body[name] !== undefined) inbox[name] = (body[name] ?? INBOX_DEFAULTS[name]) as JsonObject[string]
  }
  if (body.working_hours !== undefined) inbox.working_hours = body.working_hours && toWeek(inbox.working_hours, body.working_hours)
  const attributes = body.channel?.additional_attributes
  if (attributes === undefined) return { ...before, inbox }
  const hours = Number(attributes?.agent_reply_time_window)
  const replyWindowHours = hours > 0 ? hours : null
  return { ...before, inbox: { ...inbox, additional_attributes: (attributes ?? {}) as JsonObject }, replyWindowHours }
}
