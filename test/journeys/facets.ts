import assert from 'node:assert/strict'
import { systemCtx } from '../../src/core/accounts/create-account.ts'
import { createTeam } from '../../src/core/teams/create-team.ts'
import { numberOf } from '../clients/family-voice.ts'
import type { Voice, Wire } from '../clients/voice.ts'
import type { TestServer } from '../harness.ts'

type Name = Voice['name']

/**
 * One thing that is true of a conversation or a customer, as each API says it. `values` are what may be written, in the core's words, by everybody who has a word for it; `seen` is what
 * an API shows then, where it is something else than what was written.
 */
export type Facet<Value> = {
  values: Value[]
  write: Partial<Record<Name, { values?: Value[]; set(value: Value): Promise<unknown> }>>
  read: Partial<Record<Name, () => Promise<unknown>>>
  seen(value: Value, reader: Name): unknown
}

const FAMILY = ['chatwoot', 'ndoto', '99digital'] as const

/** Ann's calls about one conversation of hers, in every API that has them. */
export async function facetsOf(server: TestServer, id: number) {
  const { home, core } = server
  const { ids } = core
  const number = await numberOf(server, home, id)
  const uuid = ids.toUuid('conversation', id)
  const thread = ids.toPrefixed('conversation', id)
  const inbox = `/tidysupport/v1/workspaces/${ids.toPrefixed('account', home.account.id)}/support/inbox/conversations`
  const access = { ClientToken: server.clientToken, AccessToken: home.tokens.mews, Client: 'Sample Client 1.0.0' }
  async function ok(name: Exclude<Name, 'client'>, method: string, path: string, body?: object): Promise<Wire> {
    const answer = await server.call(method, path, { token: name === 'mews' ? undefined : home.tokens[name], body })
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.text.slice(0, 500)}`)
    return answer.body
  }
  const parley = (method: string, path = '', body?: object) => ok('parley', method, `/parley/v1/conversations/${id}${path}`, body)
  const family = (name: (typeof FAMILY)[number], method: string, path = '', body?: object) =>
    ok(name, method, `/${name}/api/v1/accounts/${home.account.id}/conversations/${number}${path}`, body)
  const ondi = (method: string, path = '', body?: object) => ok('ondi', method, `/ondi/messaging/conversations/${uuid}${path}`, body)
  const tidy = async () => {
    const found: Wire[] = []
    for (const status of ['OPEN', 'CLOSED', 'ARCHIVED'])
      found.push(...(await ok('tidysupport', 'GET', `${inbox}?status=${status}`)).conversations.items)
    return found.find((one) => one.id === thread)
  }
  const mews = async () => {
    const body = { ...access, MessageThreadIds: [uuid], Limitation: { Count: 1 } }
    return (await ok('mews', 'POST', '/mews/api/connector/v1/messageThreads/getAll', body)).MessageThreads[0]
  }
  const each = <Entry>(make: (name: (typeof FAMILY)[number]) => Entry) => Object.fromEntries(FAMILY.map((name) => [name, make(name)]))

  const status: Facet<string> = {
    values: ['open', 'pending', 'snoozed', 'resolved', 'archived'],
    write: {
      parley: { set: (value) => parley('PATCH', '', { status: value }) },
      ...each((name) => ({
        values: name === '99digital' ? ['open', 'resolved'] : ['open', 'pending', 'snoozed', 'resolved'],
        set: (value: string) => family(name, 'POST', '/toggle_status', { status: value }),
      })),
      ondi: {
        values: ['open', 'resolved', 'archived'],
        set: (value) => ondi('PATCH', '', { status: STATUS[value]?.ondi }),
      },
      tidysupport: {
        values: ['open', 'resolved', 'archived'],
        set: (value) => ok('tidysupport', 'PUT', `${inbox}/${thread}/status`, { status: STATUS[value]?.tidysupport }),
      },
    },
    read: {
      parley: async () => (await parley('GET')).status,
      ...each((name) => async () => (await family(name, 'GET')).status),
      ondi: async () => (await ondi('GET')).data.status,
      tidysupport: async () => (await tidy())?.status,
      mews: async () => (await mews()).IsResolved,
    },
    seen: (value, reader) => STATUS[value]?.[reader] ?? value,
  }

  const assignee: Facet<number | null> = {
    values: [home.bob.id, null, home.ann.id],
    write: {
      parley: { set: (value) => parley('PATCH', '', { assigneeId: value }) },
      ...each((name) => ({ set: (value: number | null) => family(name, 'POST', '/assignments', { assignee_id: value }) })),
    },
    read: {
      parley: async () => (await parley('GET')).assigneeId,
      ...each((name) => async () => (await family(name, 'GET')).meta.assignee?.id ?? null),
      tidysupport: async () => (await tidy())?.assignedToId,
    },
    seen: (value, reader) => (reader === 'tidysupport' && value !== null ? ids.toPrefixed('member', value) : value),
  }

  const night = await core.store.tx((tx) => createTeam(systemCtx(core, home.account.id), tx, { name: 'Night desk' }))
  const team: Facet<number | null> = {
    values: [night.id, null],
    write: {
      parley: { set: (value) => parley('PATCH', '', { teamId: value }) },
      // Nobody and no team are two things; 0 is no team (chatwoot sheet 6.2).
      ...each((name) => ({ set: (value: number | null) => family(name, 'POST', '/assignments', { team_id: value ?? 0 }) })),
    },
    read: {
      parley: async () => (await parley('GET')).teamId,
      ...each((name) => async () => (await family(name, 'GET')).meta.team?.id ?? null),
    },
    seen: (value) => value,
  }

  const labels: Facet<string[]> = {
    values: [['vip', 'billing'], [], ['vip']],
    write: {
      parley: { set: (value) => parley('PATCH', '', { labels: value }) },
      ...each((name) => ({ set: (value: string[]) => family(name, 'POST', '/labels', { labels: value }) })),
    },
    read: {
      parley: async () => (await parley('GET')).labels.toSorted(),
      ...each((name) => async () => (await family(name, 'GET', '/labels')).payload.toSorted()),
    },
    seen: (value) => value.toSorted(),
  }

  const priority: Facet<string | null> = {
    values: ['urgent', null, 'low'],
    write: {
      parley: { set: (value) => parley('PATCH', '', { priority: value }) },
      ...each((name) => ({ set: (value: string | null) => family(name, 'POST', '/toggle_priority', { priority: value }) })),
    },
    read: {
      parley: async () => (await parley('GET')).priority,
      chatwoot: async () => (await family('chatwoot', 'GET')).priority,
      ndoto: async () => (await family('ndoto', 'GET')).priority,
    },
    seen: (value) => value,
  }

  const attributes: Facet<object> = {
    values: [{ room: '12' }, {}, { nights: 3, late: true }],
    write: {
      parley: { set: (value) => parley('PATCH', '', { attributes: value }) },
      ...each((name) => ({ set: (value: object) => family(name, 'POST', '/custom_attributes', { custom_attributes: value }) })),
    },
    read: {
      parley: async () => (await parley('GET')).attributes,
      chatwoot: async () => (await family('chatwoot', 'GET')).custom_attributes,
      '99digital': async () => (await family('99digital', 'GET')).custom_attributes,
    },
    seen: (value) => value,
  }

  const subject: Facet<string> = {
    values: ['Late arrival', 'Très tard'],
    write: {
      parley: { set: (value) => parley('PATCH', '', { subject: value }) },
      ondi: { set: (value) => ondi('PATCH', '', { title: value }) },
    },
    read: {
      parley: async () => (await parley('GET')).subject,
      ondi: async () => (await ondi('GET')).data.title,
      tidysupport: async () => (await tidy())?.subject,
      mews: async () => (await mews()).Subject,
    },
    seen: (value) => value,
  }

  return { status, assignee, team, labels, priority, attributes, subject }
}

/** What the status of a conversation is called where it is not called what it is here. */
const STATUS: Record<string, Partial<Record<Name, unknown>>> = {
  open: { ondi: 'active', tidysupport: 'OPEN', mews: false },
  pending: { ondi: 'active', tidysupport: 'OPEN', mews: false },
  snoozed: { ondi: 'active', tidysupport: 'OPEN', mews: false },
  resolved: { ondi: 'closed', tidysupport: 'CLOSED', mews: true },
  archived: { ondi: 'archived', tidysupport: 'ARCHIVED', mews: true, chatwoot: 'resolved', ndoto: 'resolved', '99digital': 'resolved' },
}
