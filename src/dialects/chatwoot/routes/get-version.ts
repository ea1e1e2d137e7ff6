import { Type } from 'typebox'
import type { Core } from '../../../core/context.ts'
import type { App } from '../../dialect.ts'
import type { Profile } from '../profile.ts'
import { refusals } from '../refusals.ts'

/** The Chatwoot release whose API this is; installers compare it (chatwoot sheet, "Marks"). */
const VERSION = '4.10.0'

/** Needs no credential: installers and credential tests call it (chatwoot sheet 1). */
export function getVersion(app: App, profile: Profile, core: Core): void {
  const ok = Type.Object({
    version: Type.String(),
    timestamp: Type.String(),
    queue_services: Type.Literal('ok'),
    data_services: Type.Literal('ok'),
  })
  app.get(
    '/api',
    { schema: { summary: 'Get the version', security: [], response: { 200: ok, ...refusals(profile, [400]) } } },
    async () => ({
      version: VERSION,
      timestamp: new Date(core.now() / 1000).toISOString().replace('T', ' ').slice(0, 19),
      queue_services: 'ok' as const,
      data_services: 'ok' as const,
    }),
  )
}
