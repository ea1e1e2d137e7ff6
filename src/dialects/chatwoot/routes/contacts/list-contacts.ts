import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { AppError } from '../../../../model/errors.ts'
import {
  type ContactFilter,
  type ContactOrder,
  countContacts,
  listContacts as listPage,
} from '../../../../storage/queries/people/contact-lists.ts'
import type { App } from '../../../dialect.ts'
import { CONTACT_SORTS } from '../../desk.ts'
import { loadContactViews } from '../../faces/contact-views.ts'
import { answers, badQuery, ListInput, toLabels, toPage } from '../../inputs/inputs.ts'
import { CONTACT_SEARCH } from '../../limits.ts'
import type { Profile } from '../../profile.ts'

const PAGE_SIZE = 15

export const ContactPageQuery = Type.Object({
  page: Type.Optional(Type.String({ description: 'From 1; 15 contacts a page' })),
  sort: Type.Optional(
    Type.String({
      description:
        '`name`, `email`, `phone_number`, `last_activity_at`, `created_at`, `company`, `city`, `country`; with `-` before it from the end',
    }),
  ),
  include_contact_inboxes: Type.Optional(Type.String({ description: '`true` or `false`' })),
})
type Query = Static<typeof ContactPageQuery>

/** What lists, searches and filters of contacts answer. */
export function ContactPage(profile: Profile) {
  return Type.Object({
    meta: Type.Object({
      count: Type.Integer({ description: 'All of them, not only of this page' }),
      contacts_all: Type.Optional(Type.Null()),
      current_page: Type.Union([Type.Integer(), Type.String()]),
    }),
    payload: Type.Array(profile.desk.contact.Wire),
  })
}

/** Only contacts with an e-mail address, a phone number or an identifier (chatwoot sheet 7, ndoto sheet 5, 99digital sheet 5). */
export function listContacts(app: App, profile: Profile): void {
  const querystring = Type.Object({
    ...ContactPageQuery.properties,
    labels: Type.Optional(ListInput),
    'labels[]': Type.Optional(ListInput),
  })
  app.get(
    '/contacts',
    {
      config: { action: 'readContacts' },
      schema: { summary: 'List contacts', querystring, response: answers(profile, ContactPage(profile)) },
    },
    async ({ ctx, query }) => {
      const labels = toLabels(profile, query.labels, query['labels[]'])
      const { meta, payload } = await readPage(ctx, profile, query, { reachable: true, labels })
      return { meta: { ...meta, ...profile.desk.contactListMeta }, payload }
    },
  )
}

/** Found in name, e-mail address, phone number or company in any case, in the identifier in its own. Refuses an empty `q` (chatwoot sheet 7, ndoto sheet 5). */
export function searchContacts(app: App, profile: Profile): void {
  const querystring = Type.Object({ ...ContactPageQuery.properties, q: Type.Optional(Type.String()) })
  app.get(
    '/contacts/search',
    {
      config: { action: 'readContacts', limit: CONTACT_SEARCH },
      schema: { summary: 'Search contacts', querystring, response: answers(profile, ContactPage(profile)) },
    },
    async ({ ctx, query }) => {
      const search = query.q?.trim()
      if (!search) throw new AppError('body_invalid', { message: 'Specify search string with parameter q' })
      return readPage(ctx, profile, query, { search, exactIdentifier: true })
    },
  )
}

/** One page of what a filter finds, sorted as the query says. */
export async function readPage(ctx: Ctx, profile: Profile, query: Query, filter: ContactFilter) {
  const { desk } = profile
  const db = ctx.core.store
  const page = toPage(query.page, profile)
  const bounds = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE, ...toOrder(query.sort, profile) }
  const contacts = await listPage(db, ctx.accountId, filter, bounds)
  const shows = query.include_contact_inboxes ? query.include_contact_inboxes !== 'false' : desk.showsContactInboxes
  const views = await loadContactViews(ctx, db, contacts, shows)
  return {
    meta: {
      count: await countContacts(db, ctx.accountId, filter),
      current_page: desk.echoesPage && query.page ? query.page : page,
    },
    payload: views.map((view) => desk.contact.toWire(view)),
  }
}

function toOrder(sort: string | undefined, profile: Profile): { orderBy?: ContactOrder; order?: 'asc' | 'desc' } {
  if (!sort) return {}
  const word = profile.desk.contactSorts.find((one) => one === sort.replace(/^-/, ''))
  if (word) return { orderBy: CONTACT_SORTS[word], order: sort.startsWith('-') ? 'desc' : 'asc' }
  if (profile.desk.strictQueries) throw badQuery(profile, 'sort', `sort must be one of ${profile.desk.contactSorts.join(', ')}`)
  return {}
}
