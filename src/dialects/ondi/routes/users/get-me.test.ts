import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { createClient } from '../../test-client.ts'

test('the current user is a member with a role, or a customer without one', async (t) => {
  const server = await startServer(t)
  const client = createClient(server)
  const { home } = server
  const me = async (token: string) => (await client.call('GET', '/ondi/users/me?language=en', { token })).body
  const ann = {
    id: client.user(home.ann),
    email: 'ann@home.example',
    first_name: 'Ann',
    last_name: 'Home',
    status: 'active',
    notifications_enabled: true,
    is_system_admin: true,
    is_staff: true,
    is_market_user: false,
    market_id: null,
    is_restaurant_user: false,
    restaurant_location_id: null,
    login_country: null,
    role: { id: null, name: 'administrator', scope: 'tenant' },
    panel_type: 'dispatcher',
    warehouse_staff: [],
    restaurant_staff: null,
  }
  assert.deepEqual(await me(home.tokens.ondi), { success: true, message: 'User retrieved successfully', user: ann })
  assert.deepEqual((await me(home.secrets.bob)).user, {
    ...ann,
    id: client.user(home.bob),
    email: 'bob@home.example',
    first_name: 'Bob',
    is_system_admin: false,
    role: { id: null, name: 'agent', scope: 'tenant' },
    panel_type: null,
  })
  assert.deepEqual((await me(home.secrets.jane)).user, {
    ...ann,
    id: client.user(home.jane),
    email: 'jane@home-customers.example',
    first_name: 'Jane',
    last_name: 'Doe',
    is_system_admin: false,
    is_staff: false,
    role: null,
    panel_type: null,
  })
  await server.core.store.tx((tx) => tx.run('delete from contacts where id = $1', [home.jane.id]))
  server.core.authors.clear()
  const erased = await client.call('GET', '/ondi/users/me', { token: home.secrets.jane })
  assert.equal(erased.status, 401)
})
