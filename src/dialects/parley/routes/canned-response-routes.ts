import { Type } from 'typebox'
import { createCannedResponse, deleteCannedResponse, updateCannedResponse } from '../../../core/canned-responses/create-canned-response.ts'
import { once } from '../../../core/idempotency/once.ts'
import { AppError } from '../../../model/errors.ts'
import { cannedResponses, listCannedResponses } from '../../../storage/queries/records/canned-responses.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { answers } from '../errors.ts'
import { Body, parseId, Query, QueryText } from '../wire.ts'
import { toWireCannedResponse, WireCannedResponse } from '../wires/canned-response.ts'

const Fields = {
  shortCode: Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' }),
  content: Type.String({ minLength: 1, maxLength: 150_000, pattern: '\\S' }),
}
const Change = { shortCode: Type.Optional(Fields.shortCode), content: Type.Optional(Fields.content) }
const Params = Type.Object({ cannedResponseId: Type.String() })

/** Texts to answer with, shared by the team. */
export function cannedResponseRoutes(app: App): void {
  app.get(
    '/canned-responses',
    {
      config: { action: 'keepShortcuts' },
      schema: {
        summary: 'List canned responses, by short code',
        description:
          'With `search` those whose code begins with it come first, then those that hold it in the code, then in the text; in any case.',
        querystring: Query({ search: Type.Optional(QueryText(255)) }),
        response: answers({ 200: Type.Object({ cannedResponses: Type.Array(WireCannedResponse) }) }),
      },
    },
    async ({ ctx, query: { search } }) => {
      const found = await listCannedResponses(ctx.core.store, ctx.accountId, search)
      return { cannedResponses: found.map(toWireCannedResponse) }
    },
  )

  app.post(
    '/canned-responses',
    {
      config: { action: 'keepShortcuts' },
      schema: { summary: 'Create a canned response', body: Body(Fields), response: answers({ 201: WireCannedResponse }) },
    },
    async ({ ctx, body }, reply) => {
      const answer = await once(ctx, async (tx) => jsonAnswer(201, toWireCannedResponse(await createCannedResponse(ctx, tx, body))))
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/canned-responses/:cannedResponseId',
    {
      config: { action: 'keepShortcuts' },
      schema: { summary: 'Get a canned response', params: Params, response: answers({ 200: WireCannedResponse }) },
    },
    async ({ ctx, params }) => {
      const id = parseId(params.cannedResponseId, 'canned_response_not_found')
      const response = await cannedResponses.find(ctx.core.store, ctx.accountId, id)
      if (!response) throw new AppError('canned_response_not_found')
      return toWireCannedResponse(response)
    },
  )

  app.patch(
    '/canned-responses/:cannedResponseId',
    {
      config: { action: 'keepShortcuts' },
      schema: {
        summary: 'Change a canned response',
        description: 'Only what is given changes.',
        params: Params,
        body: Body(Change),
        response: answers({ 200: WireCannedResponse }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = parseId(params.cannedResponseId, 'canned_response_not_found')
      const answer = await once(ctx, async (tx) => jsonAnswer(200, toWireCannedResponse(await updateCannedResponse(ctx, tx, id, body))))
      return sendAnswer(reply, answer)
    },
  )

  app.delete(
    '/canned-responses/:cannedResponseId',
    {
      config: { action: 'keepShortcuts' },
      schema: {
        summary: 'Delete a canned response',
        params: Params,
        response: answers({ 204: Type.Null({ description: 'Deleted' }) }),
      },
    },
    async ({ ctx, params }, reply) => {
      const id = parseId(params.cannedResponseId, 'canned_response_not_found')
      const answer = await once(ctx, async (tx) => {
        await deleteCannedResponse(ctx, tx, id)
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
