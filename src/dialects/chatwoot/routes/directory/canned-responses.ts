import { Type } from 'typebox'
import {
  createCannedResponse,
  deleteCannedResponse,
  updateCannedResponse,
} from '../../../../core/canned-responses/create-canned-response.ts'
import type { CannedResponse } from '../../../../model/canned-response.ts'
import { cannedResponses, listCannedResponses as findAll } from '../../../../storage/queries/records/canned-responses.ts'
import type { App } from '../../../dialect.ts'
import { toIso } from '../../faces/times.ts'
import { answers } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import type { RecordRoutes } from './record-routes.ts'

const Wire = Type.Object({
  id: Type.Integer(),
  account_id: Type.Integer(),
  short_code: Type.String(),
  content: Type.String(),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
})
const Create = Type.Object({
  short_code: Type.String({ maxLength: 255, pattern: '\\S' }),
  content: Type.String({ maxLength: 150_000, pattern: '\\S' }),
})
const Update = Type.Partial(Create)

/** chatwoot sheet 8. */
export const CANNED_RESPONSE_ROUTES: RecordRoutes<CannedResponse, typeof Create, typeof Update> = {
  path: '/canned_responses',
  param: 'canned_response_id',
  noun: 'canned response',
  rootKey: 'canned_response',
  missing: 'canned_response_not_found',
  read: 'keepShortcuts',
  write: 'keepShortcuts',
  Wire,
  Create,
  Update,
  find: ({ accountId }, db, id) => cannedResponses.find(db, accountId, id),
  create: (ctx, tx, { short_code, content }) => createCannedResponse(ctx, tx, { shortCode: short_code, content }),
  update: (ctx, tx, id, { short_code, content }) => updateCannedResponse(ctx, tx, id, { shortCode: short_code, content }),
  remove: deleteCannedResponse,
  toWire: toWireCannedResponse,
}

function toWireCannedResponse({ id, accountId, shortCode, content, createdAt, updatedAt }: CannedResponse) {
  return { id, account_id: accountId, short_code: shortCode, content, created_at: toIso(createdAt), updated_at: toIso(updatedAt) }
}

/** A bare array; `search` looks in codes and texts. */
export function listCannedResponses(app: App, profile: Profile): void {
  const querystring = Type.Object({ search: Type.Optional(Type.String({ maxLength: 255 })) })
  const schema = { summary: 'List canned responses', querystring, response: answers(profile, Type.Array(Wire)) }
  app.get('/canned_responses', { config: { action: 'keepShortcuts' }, schema }, async ({ ctx, query }) =>
    (await findAll(ctx.core.store, ctx.accountId, query.search)).map(toWireCannedResponse),
  )
}
