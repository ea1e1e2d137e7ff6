import { mayThrough, type Reader } from '../../../core/access.ts'
import type { Core, Ctx } from '../../../core/context.ts'
import { openConversation } from '../../../core/conversations/open-conversation.ts'
import type { Happening } from '../../../core/events/replay-events.ts'
import type { Viewer } from '../../../core/streams/follow-log.ts'
import { type OpenStream, openStream } from '../../../core/streams/open-stream.ts'
import { AppError } from '../../../model/errors.ts'
import { EVENT_TYPES } from '../../../model/event.ts'
import type { Signal } from '../../../model/signal.ts'
import { createCtx } from '../../requests.ts'
import { identify } from '../auth.ts'

type Asker = Parameters<typeof createCtx>[1]

/** Which part of the log is wanted; all of it unless told. */
export type EventFilter = { types?: ReadonlySet<string> | undefined; conversationId?: number | undefined }

const KNOWN: ReadonlySet<string> = new Set([...EVENT_TYPES, 'typing', 'presence'])

/** Reads `types=message.created,typing`; refuses a type there is not. */
export function readTypes(text: string | undefined): ReadonlySet<string> | undefined {
  if (text === undefined) return undefined
  const types = text.split(',').map((one) => one.trim())
  const unknown = types.find((one) => !KNOWN.has(one))
  if (unknown !== undefined) throw new AppError('query_invalid', { message: `There are no events of the type ${unknown}`, field: 'types' })
  return new Set(types)
}

/** Refuses a filter on a conversation that is none of the reader's. */
export async function checkFilter(ctx: Ctx, reader: Reader, { conversationId }: EventFilter): Promise<void> {
  if (conversationId !== undefined) await openConversation(ctx, reader, conversationId)
}

export function matches({ types, conversationId }: EventFilter, what: Happening | Signal): boolean {
  const { type, about } =
    'event' in what
      ? { type: what.event.type, about: what.event.conversationId }
      : { type: what.kind, about: what.kind === 'typing' ? what.conversationId : null }
  return (types?.has(type) ?? true) && (conversationId === undefined || about === conversationId)
}

/** Who looks with this secret at that moment. Refuses whoever may not read the log. */
async function look(core: Core, request: Asker, secret: string | undefined): Promise<Viewer> {
  const { token, reader, reach } = await identify(core, secret)
  if (!mayThrough('parley', 'readEvents', { role: reader.role, scope: token.scope })) throw new AppError('not_allowed')
  return { ctx: createCtx(core, request, { accountId: token.accountId, actor: token.author, token, dialect: 'parley', reach }), reader }
}

/** A stream for whoever has this secret, as long as it is good for it. */
export async function openViewerStream(
  core: Core,
  request: Asker,
  { secret, after, ...filter }: EventFilter & { secret: string | undefined; after: number | undefined },
): Promise<OpenStream> {
  const { id, protocol, host } = request
  // The request itself is not kept: an open stream is to cost little.
  const asker = { id, protocol, host }
  const viewer = await look(core, asker, secret)
  await checkFilter(viewer.ctx, viewer.reader, filter)
  const isFiltered = filter.types !== undefined || filter.conversationId !== undefined
  return openStream({
    viewer,
    after,
    renew: () => look(core, asker, secret),
    ...(isFiltered && { wants: (what: Happening | Signal) => matches(filter, what) }),
  })
}
