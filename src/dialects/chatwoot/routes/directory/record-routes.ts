import { type Static, type TSchema, Type } from 'typebox'
import type { Action } from '../../../../core/access.ts'
import type { Ctx } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { AppError, type ErrorCode } from '../../../../model/errors.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { Db, Tx } from '../../../../storage/db.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers, Empty, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

/** What the calls about one sort of record differ in; every sort is got, made, changed and deleted alike, and only listed in its own way. */
export type RecordRoutes<R, C extends TSchema, U extends TSchema> = KeptRecordRoutes<R, U> & {
  Create: C
  create(ctx: Ctx, tx: Tx, body: Static<C>): Promise<R>
}

/** The same of a sort that is made in a way of its own. */
export type KeptRecordRoutes<R, U extends TSchema> = {
  /** Such as `/labels`, `label_id`, `label`. */
  path: string
  param: string
  noun: string
  /** What a body may be wrapped in. */
  rootKey: string
  missing: ErrorCode
  read: Action
  write: Action
  Wire: TSchema
  Update: U
  find(ctx: Ctx, db: Db, id: number): Promise<R | undefined>
  update(ctx: Ctx, tx: Tx, id: number, body: Static<U>): Promise<R>
  remove(ctx: Ctx, tx: Tx, id: number): Promise<void>
  toWire(record: R, ctx: Ctx, db: Db): JsonObject | Promise<JsonObject>
}

/** An article and a noun, as in `a label`. */
function one(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}

function paramsOf(param: string) {
  return Type.Object({ account_id: Type.String(), [param]: Type.String() })
}

export function getRecord<R, U extends TSchema>(app: App, profile: Profile, of: KeptRecordRoutes<R, U>): void {
  const schema = { summary: `Get ${one(of.noun)}`, params: paramsOf(of.param), response: answers(profile, of.Wire) }
  app.get(`${of.path}/:${of.param}`, { config: { action: of.read }, schema }, async ({ ctx, params }) => {
    const { store } = ctx.core
    const record = await of.find(ctx, store, toPathId((params as Record<string, string>)[of.param] ?? '', of.missing))
    if (!record) throw new AppError(of.missing)
    return of.toWire(record, ctx, store)
  })
}

export function createRecord<R, C extends TSchema, U extends TSchema>(app: App, profile: Profile, of: RecordRoutes<R, C, U>): void {
  const options = {
    config: { action: of.write, rootKey: of.rootKey },
    schema: { summary: `Create ${one(of.noun)}`, body: of.Create, response: answers(profile, of.Wire) },
  }
  app.post(of.path, options, async ({ ctx, body }, reply) => {
    const answer = await once(ctx, async (tx) => jsonAnswer(200, await of.toWire(await of.create(ctx, tx, body as Static<C>), ctx, tx)))
    return sendAnswer(reply, answer)
  })
}

/** Only what is given changes. */
export function updateRecord<R, U extends TSchema>(app: App, profile: Profile, of: KeptRecordRoutes<R, U>): void {
  app.route({
    method: ['PUT', 'PATCH'],
    url: `${of.path}/:${of.param}`,
    config: { action: of.write, rootKey: of.rootKey },
    schema: { summary: `Update ${one(of.noun)}`, params: paramsOf(of.param), body: of.Update, response: answers(profile, of.Wire) },
    handler: async ({ ctx, params, body }, reply) => {
      const id = toPathId((params as Record<string, string>)[of.param] ?? '', of.missing)
      const answer = await once(ctx, async (tx) =>
        jsonAnswer(200, await of.toWire(await of.update(ctx, tx, id, body as Static<U>), ctx, tx)),
      )
      return sendAnswer(reply, answer)
    },
  })
}

export function deleteRecord<R, U extends TSchema>(app: App, profile: Profile, of: KeptRecordRoutes<R, U>): void {
  const schema = { summary: `Delete ${one(of.noun)}`, params: paramsOf(of.param), response: answers(profile, Empty) }
  app.delete(`${of.path}/:${of.param}`, { config: { action: of.write }, schema }, async ({ ctx, params }, reply) => {
    const id = toPathId((params as Record<string, string>)[of.param] ?? '', of.missing)
    const answer = await once(ctx, async (tx) => {
      await of.remove(ctx, tx, id)
      return { status: 200, body: null }
    })
    return sendAnswer(reply, answer)
  })
}
