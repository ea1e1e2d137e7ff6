import type { Dialect } from '../dialect.ts'
import { authenticator } from './auth.ts'
import { renderError } from './errors.ts'
import type { Profile } from './profile.ts'
import { createMessage } from './routes/create-message.ts'
import { deleteMessage } from './routes/delete-message.ts'
import { listMessages } from './routes/list-messages.ts'

/** One family, three profiles: everything Chatwoot, Ndoto and 99digital share. */
export function createFamilyDialect(profile: Profile): Dialect {
  return {
    name: profile.name,
    title: profile.title,
    description: profile.description,
    mount: profile.mount,
    bodyLimit: 1024 * 1024,
    security: { api_access_token: { type: 'apiKey', in: 'header', name: 'api_access_token' } },
    renderError: (error) => renderError(profile, error),
    async routes(app, core) {
      await app.register(
        async (account) => {
          account.addHook('onRequest', authenticator(profile, core))
          listMessages(account, profile)
          createMessage(account, profile)
          deleteMessage(account)
        },
        { prefix: '/api/v1/accounts/:account_id' },
      )
    },
  }
}
