import assert from 'node:assert/strict'
import type { DialectName } from '../../src/model/token.ts'
import type { Wire } from '../clients/voice.ts'
import type { TestServer } from '../harness.ts'
import type { Facet } from './facets.ts'

const FAMILY = ['chatwoot', 'ndoto', '99digital'] as const

/** What each API says of Jane, the customer of the conversation. */
export async function contactFacetsOf(server: TestServer) {
  const { home, core } = server
  const { ids } = core
  const { id } = home.jane
  async function ok(name: DialectName, method: string, path: string, body?: object): Promise<Wire> {
    const answer = await server.call(method, `/${name}${path}`, { token: home.tokens[name], body })
    assert.equal(answer.status, 200, `${name} ${method} ${path}: ${answer.text.slice(0, 500)}`)
    return answer.body
  }
  const parley = (method: string, body?: object) => ok('parley', method, `/v1/contacts/${id}`, body)
  const family = async (name: (typeof FAMILY)[number], method: string, body?: object) =>
    (await ok(name, method, `/api/v1/accounts/${home.account.id}/contacts/${id}`, body)).payload
  const prefixed = ids.toPrefixed('contact', id)
  const workspace = `/v1/workspaces/${ids.toPrefixed('account', home.account.id)}/support/inbox`
  const contact = async () => (await ok('tidysupport', 'GET', `${workspace}/contacts/${prefixed}`)).contact
  const customer = () => ok('tidysupport', 'GET', `/v1/customers/${prefixed}`)
  const user = async () => {
    const { data } = await ok('ondi', 'GET', `/messaging/conversations/${ids.toUuid('conversation', home.conversation.id)}`)
    const { user } = data.participants.find((one: Wire) => one.user_id === ids.toUuid('author', id))
    return `${user.first_name} ${user.last_name}`.trim()
  }
  const link = await core.store.one<{ source_id: string }>('select source_id from contact_channels where contact_id = $1', [id])
  const visitor = async (method: string, body?: object) =>
    ok('chatwoot', method, `/public/api/v1/inboxes/${home.channel.identifier}/contacts/${link?.source_id}`, body)

  /** One field, by its name in Parley's words and in the family's; whoever else shows it. */
  function field<Value>(names: { parley: string; family: string }, values: Value[], others: Facet<Value>['read'] = {}): Facet<Value> {
    const each = <Entry>(make: (name: (typeof FAMILY)[number]) => Entry) => Object.fromEntries(FAMILY.map((name) => [name, make(name)]))
    return {
      values,
      write: {
        parley: { set: (value) => parley('PATCH', { [names.parley]: value }) },
        ...each((name) => ({ set: (value: Value) => family(name, 'PATCH', { [names.family]: value }) })),
        // A visitor says who they are, and gives nothing up that others know them by.
        ...(names.family === 'name' ? { client: { set: (value: Value) => visitor('PATCH', { name: value }) } } : {}),
      },
      read: {
        parley: async () => (await parley('GET'))[names.parley],
        ...each((name) => async () => (await family(name, 'GET'))[names.family]),
        ...others,
      },
      seen: (value) => value,
    }
  }

  return {
    name: field({ parley: 'name', family: 'name' }, ['Jane D. Doe', 'Zoë Łukasiewicz'], {
      client: async () => (await visitor('GET')).name,
      tidysupport: async () => (await contact()).name,
      ondi: user,
    }),
    email: field({ parley: 'email', family: 'email' }, ['jane@elsewhere.example', 'doe@elsewhere.example'], {
      client: async () => (await visitor('GET')).email,
      tidysupport: async () => (await contact()).email,
    }),
    phone: field({ parley: 'phone', family: 'phone_number' }, ['+972771234567', '+4930123456'], {
      client: async () => (await visitor('GET')).phone_number,
      tidysupport: async () => (await contact()).phone,
    }),
    identifier: field({ parley: 'identifier', family: 'identifier' }, ['crm-1', 'crm-2'], {
      tidysupport: async () => (await customer()).externalId,
    }),
    attributes: field({ parley: 'attributes', family: 'custom_attributes' }, [{ tier: 'gold' }, { tier: 3 }], {
      tidysupport: async () => (await customer()).metadata,
    }),
  }
}
