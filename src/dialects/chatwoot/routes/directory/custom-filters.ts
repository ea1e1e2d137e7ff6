import { type Static, Type } from 'typebox'
import { deleteSavedFilter, findOwnFilter, saveFilter, updateSavedFilter } from '../../../../core/saved-filters/save-filter.ts'
import type { JsonObject } from '../../../../model/json.ts'
import { FILTER_ENTITIES, type SavedFilter } from '../../../../model/saved-filter.ts'
import { listSavedFilters } from '../../../../storage/queries/records/saved-filters.ts'
import type { App } from '../../../dialect.ts'
import { toIso } from '../../faces/times.ts'
import { answers, toWord } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import type { RecordRoutes } from './record-routes.ts'

const FilterType = Type.Enum([...FILTER_ENTITIES])
const Query = Type.Object({}, { additionalProperties: true })
const Wire = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  filter_type: FilterType,
  query: Query,
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
})

/** Some clients say `type` where the answers say `filter_type`. */
const Kinds = { filter_type: Type.Optional(FilterType), type: Type.Optional(FilterType) }
const Create = Type.Object({ name: Type.String({ maxLength: 255, pattern: '\\S' }), query: Query, ...Kinds })
const Update = Type.Object({ name: Type.Optional(Create.properties.name), query: Type.Optional(Query), ...Kinds })

/** What a member has saved is nobody else's. */
export const FILTER_ROUTES: RecordRoutes<SavedFilter, typeof Create, typeof Update> = {
  path: '/custom_filters',
  param: 'custom_filter_id',
  noun: 'custom filter',
  rootKey: 'custom_filter',
  missing: 'saved_filter_not_found',
  read: 'keepShortcuts',
  write: 'keepShortcuts',
  Wire,
  Create,
  Update,
  find: findOwnFilter,
  create: (ctx, tx, body) =>
    saveFilter(ctx, tx, { entity: 'conversation', name: body.name, query: body.query as JsonObject, ...toEntity(body) }),
  update: (ctx, tx, id, body) =>
    updateSavedFilter(ctx, tx, id, { name: body.name, query: body.query as JsonObject | undefined, ...toEntity(body) }),
  remove: deleteSavedFilter,
  toWire,
}

function toEntity({ filter_type, type }: Static<typeof Update>): Partial<Pick<SavedFilter, 'entity'>> {
  const entity = filter_type ?? type
  return entity === undefined ? {} : { entity }
}

function toWire({ id, name, entity, query, createdAt, updatedAt }: SavedFilter) {
  return { id, name, filter_type: entity, query, created_at: toIso(createdAt), updated_at: toIso(updatedAt) }
}

/** A bare array of the caller's own; of conversations' when nothing else is asked. */
export function listCustomFilters(app: App, profile: Profile): void {
  const querystring = Type.Object({ filter_type: Type.Optional(Type.String({ description: FILTER_ENTITIES.join(', ') })) })
  const schema = { summary: 'List custom filters', querystring, response: answers(profile, Type.Array(Wire)) }
  app.get('/custom_filters', { config: { action: 'keepShortcuts' }, schema }, async ({ ctx, query }) => {
    const entity = toWord('filter_type', query.filter_type, FILTER_ENTITIES, profile) ?? 'conversation'
    return (await listSavedFilters(ctx.core.store, ctx.accountId, ctx.actor.id, entity)).map(toWire)
  })
}
