import { Type } from 'typebox'
import { once } from '../../../core/idempotency/once.ts'
import { createLabel, deleteLabel, updateLabel } from '../../../core/labels/create-label.ts'
import { AppError } from '../../../model/errors.ts'
import { labels, listLabels } from '../../../storage/queries/records/labels.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { answers } from '../errors.ts'
import { Body, Nullable, parseId, Text } from '../wire.ts'
import { toWireLabel, WireLabel } from '../wires/label.ts'

const Title = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'Kept in lower case' })
const Fields = {
  description: Type.Optional(Nullable(Text(20_000))),
  color: Type.Optional(Type.String({ pattern: '^#[0-9A-Fa-f]{6}$', description: 'A colour of the web, e.g. `#1f93ff`' })),
  onSidebar: Type.Optional(Type.Boolean()),
}
const Params = Type.Object({ labelId: Type.String() })

/** The labels that the account has defined. Conversations may bear other words, too. */
export function labelRoutes(app: App): void {
  app.get(
    '/labels',
    {
      config: { action: 'readDefinitions' },
      schema: { summary: 'List the labels, by title', response: answers({ 200: Type.Object({ labels: Type.Array(WireLabel) }) }) },
    },
    async ({ ctx }) => ({ labels: (await listLabels(ctx.core.store, ctx.accountId)).map(toWireLabel) }),
  )

  app.post(
    '/labels',
    {
      config: { action: 'writeDefinitions' },
      schema: { summary: 'Define a label', body: Body({ title: Title, ...Fields }), response: answers({ 201: WireLabel }) },
    },
    async ({ ctx, body }, reply) => {
      const answer = await once(ctx, async (tx) => jsonAnswer(201, toWireLabel(await createLabel(ctx, tx, body))))
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/labels/:labelId',
    { config: { action: 'readDefinitions' }, schema: { summary: 'Get a label', params: Params, response: answers({ 200: WireLabel }) } },
    async ({ ctx, params }) => {
      const label = await labels.find(ctx.core.store, ctx.accountId, parseId(params.labelId, 'label_not_found'))
      if (!label) throw new AppError('label_not_found')
      return toWireLabel(label)
    },
  )

  app.patch(
    '/labels/:labelId',
    {
      config: { action: 'writeDefinitions' },
      schema: {
        summary: 'Change a label',
        description: 'Only what is given changes; a new title takes the place of the old one wherever that is borne.',
        params: Params,
        body: Body({ title: Type.Optional(Title), ...Fields }),
        response: answers({ 200: WireLabel }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = parseId(params.labelId, 'label_not_found')
      const answer = await once(ctx, async (tx) => jsonAnswer(200, toWireLabel(await updateLabel(ctx, tx, id, body))))
      return sendAnswer(reply, answer)
    },
  )

  app.delete(
    '/labels/:labelId',
    {
      config: { action: 'writeDefinitions' },
      schema: {
        summary: 'Delete a label',
        description: 'Nothing bears it from then on.',
        params: Params,
        response: answers({ 204: Type.Null({ description: 'Deleted' }) }),
      },
    },
    async ({ ctx, params }, reply) => {
      const id = parseId(params.labelId, 'label_not_found')
      const answer = await once(ctx, async (tx) => {
        await deleteLabel(ctx, tx, id)
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
