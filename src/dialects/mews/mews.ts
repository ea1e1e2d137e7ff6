import type { Dialect } from '../dialect.ts'
import { authenticator } from './auth.ts'
import { connector } from './connector.ts'
import { renderError } from './errors.ts'
import { faces } from './faces.ts'
import { outlet } from './outlet/outlet.ts'
import { addMessageThread } from './routes/add-message-thread.ts'
import { addMessages } from './routes/add-messages.ts'
import { getAllEnterprises } from './routes/get-all-enterprises.ts'
import { getAllMessageThreads } from './routes/get-all-message-threads.ts'
import { getAllMessages } from './routes/get-all-messages.ts'
import { getConfiguration } from './routes/get-configuration.ts'

/** The Mews Connector API, as far as messages go (mews sheet). Every operation is a POST with the credentials in its body. */
export const mews: Dialect = {
  name: 'mews',
  title: 'Mews Connector API: messages',
  description:
    'Message threads between a property and its guests, for the third-party application that opened them. Every operation is a `POST` whose body ' +
    'carries `ClientToken`, `AccessToken` and `Client`. An application sees the threads it created and nothing else. ' +
    'Writes honour an `Idempotency-Key` header.',
  mount: '/mews',
  bodyLimit: 10 * 1024 * 1024,
  // mews sheet 10.
  limit: { requests: 200, seconds: 30, per: 'caller' },
  identifiesIn: 'preValidation',
  security: {},
  renderError,
  connector,
  async routes(app, core) {
    // On every response, errors included (mews sheet 8).
    app.addHook('onRequest', async (request, reply) => {
      reply.header('Request-Id', request.id)
    })
    await app.register(
      async (connector) => {
        connector.addHook('preValidation', authenticator(core))
        getConfiguration(connector)
        getAllEnterprises(connector)
        addMessageThread(connector)
        getAllMessageThreads(connector)
        addMessages(connector)
        getAllMessages(connector)
      },
      { prefix: '/api/connector/v1' },
    )
  },
  outlet,
  faces,
}
