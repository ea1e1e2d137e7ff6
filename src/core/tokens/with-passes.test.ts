import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, ENGINE, startServer } from '../../../test/harness.ts'
import { withPasses } from './with-passes.ts'

const skip = ENGINE === 'postgres' && 'nothing of it is in the store'

test('a pass is good in its own process, for as long as it is lent, and leaves nothing behind', { skip }, async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const twin = await server.startTwin()
  const pass = { accountId: home.account.id, author: home.bob, applicationId: null, scope: 'api', dialect: 'parley' } as const
  const whoami = (secret: string, url = server.url) => call(`${url}/parley/v1/whoami`, 'GET', { token: secret })
  const tokens = () => core.store.all('select * from tokens')
  const before = await tokens()

  const lent = await withPasses(core, [pass, pass], async (secrets) => {
    const [one = '', two = ''] = secrets
    assert.notEqual(one, two)
    assert.equal((await whoami(one)).body.author.id, home.bob.id)
    assert.equal((await whoami(one, twin)).status, 401)
    assert.deepEqual(await tokens(), before)
    return secrets
  })
  for (const secret of lent) assert.equal((await whoami(secret)).status, 401)

  const failed = withPasses(core, [pass], async ([secret = '']) => {
    assert.equal((await whoami(secret)).status, 200)
    throw new Error(secret)
  })
  const { message: secret } = await failed.catch((error: Error) => error)
  assert.equal((await whoami(secret)).status, 401)
  assert.equal(core.passes.size, 0)
  assert.deepEqual(await tokens(), before)
})

test('what is asked with a pass is in nobody’s allowance', { skip }, async (t) => {
  const server = await startServer(t, { parts: { limits: new Set(['mews']) } })
  const { core, home, application } = server
  const of = { author: application, applicationId: application.id, dialect: 'mews' } as const
  const passes = [
    { ...of, accountId: 0, scope: 'client' as const },
    { ...of, accountId: home.account.id, scope: 'api' as const },
  ]
  const ask = async (ClientToken: string, AccessToken: string) => {
    const body = { ClientToken, AccessToken, Client: 'Test' }
    return (await call(`${server.url}/mews/api/connector/v1/configuration/get`, 'POST', { body })).status
  }
  // Mews takes 200 requests of a caller in 30 seconds.
  await withPasses(core, passes, async ([client = '', access = '']) => {
    for (let n = 0; n < 201; n++) assert.equal(await ask(client, access), 200)
  })
  assert.equal(await ask(server.clientToken, home.tokens.mews), 200)
})
