import type { App, Dialect } from '../dialect.ts'
import { authenticator } from './auth.ts'
import { cableOf, closeCable } from './cable/cable.ts'
import { clientRoutes } from './client-api/client-routes.ts'
import { createConnector } from './connector.ts'
import { deskReads, deskWrites } from './desk-routes.ts'
import { createFaces } from './family-faces.ts'
import { acceptForms } from './inputs/forms.ts'
import { ALL } from './limits.ts'
import { createOutlet } from './outlet/family-outlet.ts'
import type { Profile } from './profile.ts'
import { getVersion } from './routes/get-version.ts'
import { createMessage } from './routes/messages/create-message.ts'
import { deleteMessage } from './routes/messages/delete-message.ts'
import { listMessages } from './routes/messages/list-messages.ts'
import { retryMessage } from './routes/messages/retry-message.ts'
import { updateMessage } from './routes/messages/update-message.ts'
import { reportRoutes } from './routes/reports/report-routes.ts'
import { getProfile } from './routes/team/get-profile.ts'
import { setAutoOffline, setAvailability, updateProfile } from './routes/team/update-profile.ts'
import { sessionRoutes } from './session/session-routes.ts'

/** One family, three profiles: everything Chatwoot, Ndoto and 99digital share. */
export function createFamilyDialect(profile: Profile): Dialect {
  return {
    name: profile.name,
    title: profile.title,
    description: profile.description,
    mount: profile.mount,
    bodyLimit: 1024 * 1024,
    limit: ALL,
    identifiesIn: 'onRequest',
    security: { api_access_token: { type: 'apiKey', in: 'header', name: 'api_access_token' } },
    renderError: profile.renderError,
    outlet: createOutlet(profile),
    faces: createFaces(profile),
    subscriptions: { events: profile.desk.webhook.events },
    upgrades: (core, log) => (profile.desk.hasSocket ? [{ path: '/cable', accept: cableOf(core, log, profile.message).accept }] : []),
    connector: createConnector(profile),
    async routes(app, core) {
      await app.register(
        async (account) => {
          account.addHook('onRequest', authenticator(profile, core))
          listMessages(account, profile)
          deskReads(account, profile)
          // A scope of its own, so that reads do not pay for what forms need.
          await account.register(async (writes) => {
            await acceptForms(writes, profile)
            createMessage(writes, profile)
            deleteMessage(writes, profile)
            deskWrites(writes, profile)
            if (profile.message.hasUpdates) {
              updateMessage(writes, profile)
              retryMessage(writes, profile)
            }
          })
        },
        { prefix: '/api/v1/accounts/:account_id' },
      )
      getVersion(app, profile, core)
      await app.register(
        async (self) => {
          self.addHook('onRequest', authenticator(profile, core))
          getProfile(self, profile)
          await self.register(async (writes) => {
            await acceptForms(writes, profile)
            updateProfile(writes, profile)
            setAvailability(writes, profile)
            setAutoOffline(writes, profile)
          })
        },
        { prefix: '/api/v1' },
      )
      if (profile.desk.hasReports)
        await app.register(
          async (reports) => {
            reports.addHook('onRequest', authenticator(profile, core))
            reportRoutes(reports, profile)
          },
          { prefix: '/api/v2/accounts/:account_id/reports' },
        )
      if (profile.desk.hasSessions) await app.register((session) => sessionRoutes(session as App, profile, core), { prefix: '/auth' })
      if (profile.desk.hasSocket) app.addHook('preClose', async () => closeCable(core))
      if (!profile.desk.hasClientApi) return
      await app.register((client) => clientRoutes(client as App, profile, core), { prefix: '/public/api/v1/inboxes/:inbox_identifier' })
    },
  }
}
