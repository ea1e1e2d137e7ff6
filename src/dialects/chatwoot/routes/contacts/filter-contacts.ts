import { listAttributeDefinitions } from '../../../../storage/queries/records/attribute-definitions.ts'
import type { App } from '../../../dialect.ts'
import { attributeKeys } from '../../inputs/filter-attributes.ts'
import { CONTACT_KEYS } from '../../inputs/filter-contacts.ts'
import { FilterBody, readConditions } from '../../inputs/filter-query.ts'
import { answers } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ContactPage, ContactPageQuery, readPage } from './list-contacts.ts'

/** Contacts by rows of conditions, joined by `AND` and `OR` as SQL joins them; answered as a search is (chatwoot sheet 7). */
export function filterContacts(app: App, profile: Profile): void {
  const schema = {
    summary: 'Filter contacts',
    querystring: ContactPageQuery,
    body: FilterBody,
    response: answers(profile, ContactPage(profile)),
  }
  app.post('/contacts/filter', { config: { action: 'readContacts' }, schema }, async ({ ctx, query, body }) => {
    const definitions = await listAttributeDefinitions(ctx.core.store, ctx.accountId, 'contact')
    const keys = { ...attributeKeys(definitions), ...CONTACT_KEYS }
    return readPage(ctx, profile, query, { conditions: readConditions(body.payload, keys, ctx.core.now()) })
  })
}
