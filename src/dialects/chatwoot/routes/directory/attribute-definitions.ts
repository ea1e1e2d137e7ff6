import { type Static, Type } from 'typebox'
import { defineAttribute, deleteAttribute, updateAttribute } from '../../../../core/attributes/define-attribute.ts'
import type { AttributeDefinition, AttributeEntity } from '../../../../model/attribute-definition.ts'
import { AppError } from '../../../../model/errors.ts'
import { attributeDefinitions, listAttributeDefinitions as findAll } from '../../../../storage/queries/records/attribute-definitions.ts'
import type { App } from '../../../dialect.ts'
import {
  DisplayTypeInput,
  ModelInput,
  toEntity,
  toKind,
  toWireAttributeDefinition,
  WireAttributeDefinition,
} from '../../faces/attribute-definition.ts'
import { answers, badQuery, TextInput } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import type { RecordRoutes } from './record-routes.ts'

/** What is found under these names in a filter is no custom attribute (chatwoot sheet 6.2 and 7). */
const TAKEN: Record<AttributeEntity, readonly string[]> = {
  conversation: [
    'status',
    'priority',
    'assignee_id',
    'inbox_id',
    'team_id',
    'display_id',
    'campaign_id',
    'labels',
    'browser_language',
    'conversation_language',
    'referer',
    'created_at',
    'last_activity_at',
    'mail_subject',
  ],
  contact: [
    'name',
    'phone_number',
    'email',
    'identifier',
    'country_code',
    'city',
    'company',
    'labels',
    'created_at',
    'last_activity_at',
    'blocked',
  ],
}

const Name = Type.String({ maxLength: 255, pattern: '\\S' })
const Key = Type.String({ maxLength: 255, pattern: '^[\\p{L}\\p{N}_.\\-]+$' })
const Optional = {
  attribute_description: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()])),
  attribute_values: Type.Optional(
    Type.Union([Type.Array(Type.String({ maxLength: 255 }), { maxItems: 1000 }), Type.Null()], { description: 'What a list offers' }),
  ),
  regex_pattern: Type.Optional(TextInput),
  regex_cue: Type.Optional(TextInput),
}
const Fields = {
  attribute_display_name: Name,
  attribute_display_type: DisplayTypeInput,
  attribute_key: Key,
  attribute_model: ModelInput,
}
const Update = Type.Object({ ...Type.Partial(Type.Object(Fields)).properties, ...Optional })
const Create = Type.Object({ ...Update.properties, attribute_display_name: Name, attribute_key: Key })

export const ATTRIBUTE_ROUTES: RecordRoutes<AttributeDefinition, typeof Create, typeof Update> = {
  path: '/custom_attribute_definitions',
  param: 'attribute_id',
  noun: 'custom attribute definition',
  rootKey: 'custom_attribute_definition',
  missing: 'attribute_not_found',
  read: 'readDefinitions',
  write: 'writeDefinitions',
  Wire: WireAttributeDefinition,
  Create,
  Update,
  find: ({ accountId }, db, id) => attributeDefinitions.find(db, accountId, id),
  create: (ctx, tx, body) => {
    const { entity = 'conversation', kind = 'text', ...given } = toFields(body)
    if (TAKEN[entity].includes(body.attribute_key)) {
      throw new AppError('body_invalid', {
        field: 'attribute_key',
        message: 'The provided key is not allowed as it might conflict with default attributes.',
      })
    }
    return defineAttribute(ctx, tx, { ...given, entity, kind, key: body.attribute_key, name: body.attribute_display_name.trim() })
  },
  update: (ctx, tx, id, body) => updateAttribute(ctx, tx, id, toFields(body)),
  remove: deleteAttribute,
  toWire: toWireAttributeDefinition,
}

/** Null takes a value away, where there may be none. */
function toFields(body: Static<typeof Update>) {
  return {
    entity: body.attribute_model === undefined ? undefined : toEntity(body.attribute_model),
    kind: body.attribute_display_type === undefined ? undefined : toKind(body.attribute_display_type),
    key: body.attribute_key,
    name: body.attribute_display_name?.trim(),
    description: body.attribute_description,
    choices: body.attribute_values === undefined ? undefined : (body.attribute_values ?? []),
    pattern: body.regex_pattern,
    patternHint: body.regex_cue,
  }
}

/** A bare array, of conversations’ or contacts’ attributes where that is asked. */
export function listAttributeDefinitions(app: App, profile: Profile): void {
  const querystring = Type.Object({
    attribute_model: Type.Optional(Type.String({ description: '`conversation_attribute` or 0, `contact_attribute` or 1' })),
  })
  const schema = {
    summary: 'List custom attribute definitions',
    querystring,
    response: answers(profile, Type.Array(WireAttributeDefinition)),
  }
  app.get('/custom_attribute_definitions', { config: { action: 'readDefinitions' }, schema }, async ({ ctx, query }) => {
    const model = query.attribute_model || undefined
    if (model !== undefined && toEntity(model) === undefined) throw badQuery(profile, 'attribute_model', 'attribute_model is not valid')
    return (await findAll(ctx.core.store, ctx.accountId, model === undefined ? undefined : toEntity(model))).map(toWireAttributeDefinition)
  })
}
