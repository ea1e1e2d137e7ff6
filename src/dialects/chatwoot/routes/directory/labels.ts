import { type TSchema, Type } from 'typebox'
import { createLabel, deleteLabel, updateLabel } from '../../../../core/labels/create-label.ts'
import type { Label } from '../../../../model/label.ts'
import { listLabels as findAll, labels } from '../../../../storage/queries/records/labels.ts'
import type { App } from '../../../dialect.ts'
import { answers, FlagInput } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import type { RecordRoutes } from './record-routes.ts'

type Body = { title?: string; description?: string | null; color?: string | null; show_on_sidebar?: boolean | null }

/** chatwoot sheet 8, ndoto sheet 6. */
export function labelRoutes({ desk: { label } }: Profile): RecordRoutes<Label, TSchema, TSchema> {
  const fields = {
    description: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()])),
    color: Type.Optional(Type.Union([label.Color, Type.Null()])),
    show_on_sidebar: Type.Optional(FlagInput),
  }
  return {
    path: '/labels',
    param: 'label_id',
    noun: 'label',
    rootKey: 'label',
    missing: 'label_not_found',
    read: 'readDefinitions',
    write: 'writeDefinitions',
    Wire: label.Wire,
    Create: Type.Object({ title: label.Title, ...fields }),
    Update: Type.Object({ title: Type.Optional(label.Title), ...fields }),
    find: ({ accountId }, db, id) => labels.find(db, accountId, id),
    create: (ctx, tx, body) => createLabel(ctx, tx, { title: '', ...toInput(body as Body) }),
    update: (ctx, tx, id, body) => updateLabel(ctx, tx, id, toInput(body as Body)),
    remove: deleteLabel,
    toWire: label.toWire,
  }
}

function toInput({ title, description, color, show_on_sidebar }: Body) {
  return { ...(title !== undefined && { title }), description, color: color ?? undefined, onSidebar: show_on_sidebar ?? undefined }
}

/** By title (chatwoot sheet 8, ndoto sheet 6). */
export function listLabels(app: App, profile: Profile): void {
  const { label } = profile.desk
  const response = answers(profile, Type.Object({ payload: Type.Array(label.Wire) }))
  const schema = { summary: "List the account's labels", response }
  app.get('/labels', { config: { action: 'readDefinitions' }, schema }, async ({ ctx }) => {
    return { payload: (await findAll(ctx.core.store, ctx.accountId)).map(label.toWire) }
  })
}
