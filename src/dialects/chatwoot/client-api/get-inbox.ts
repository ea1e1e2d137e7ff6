import { Type } from 'typebox'
import type { App } from '../../dialect.ts'
import { inboxSettings } from '../faces/inbox.ts'
import { answers } from '../inputs/inputs.ts'
import type { Profile } from '../profile.ts'
import { InboxPath } from './visitor.ts'

/** chatwoot sheet 9. */
export function getClientInbox(app: App, profile: Profile): void {
  const ok = Type.Object({
    identifier: Type.String(),
    identity_validation_enabled: Type.Boolean(),
    name: Type.String(),
    timezone: Type.String(),
    working_hours: Type.Array(Type.Object({})),
    working_hours_enabled: Type.Boolean(),
    csat_survey_enabled: Type.Boolean(),
    greeting_enabled: Type.Boolean(),
  })
  app.get(
    '',
    {
      config: { action: 'identify' },
      schema: { summary: 'Client API: get the inbox', params: Type.Object(InboxPath), response: answers(profile, ok) },
    },
    async ({ visitor: { channel } }) => {
      const { timezone, working_hours_enabled, csat_survey_enabled, greeting_enabled } = inboxSettings(channel)
      const settings = { timezone, working_hours: [], working_hours_enabled, csat_survey_enabled, greeting_enabled }
      return {
        identifier: channel.identifier,
        identity_validation_enabled: channel.hmacMandatory,
        name: channel.name,
        ...settings,
      } as never
    },
  )
}
