import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { replayEvents } from '../../../core/events/replay-events.ts'
import { AppError } from '../../../model/errors.ts'
import type { App } from '../../dialect.ts'
import { answers } from '../errors.ts'
import { callerSecretOf } from '../sessions/session-cookie.ts'
import { sendEventStream } from '../streams/event-stream.ts'
import { checkFilter, matches, openViewerStream, readTypes } from '../streams/open-viewer-stream.ts'
import { Id, Limit, Query, QueryText } from '../wire.ts'
import { toWireEvents, WireEvent } from '../wires/event.ts'

const Page = Type.Object({
  events: Type.Array(WireEvent),
  nextAfter: Type.Integer({ description: 'Give it as `after` to continue' }),
  more: Type.Boolean({ description: 'Whether the log goes on behind `nextAfter`' }),
})
const Filter = Query({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'The position behind which to begin; a replay without it begins with the oldest event there is, a stream with the next',
    }),
  ),
  limit: Limit(500, 100),
  types: Type.Optional(
    QueryText(1000, { minLength: 1, description: 'Only these types, with commas between them; `typing` and `presence` are streamed only' }),
  ),
  conversationId: Type.Optional(Id),
})

export function eventRoutes(app: App): void {
  app.get(
    '/events',
    {
      config: { action: 'readEvents', openToPages: true },
      schema: {
        summary: 'Replay what happened, from a position, or follow it live',
        description:
          'Oldest first. Positions have no gaps in the log. A caller is shown what they may see: events about notes only to the team, and to contacts, applications and drivers only those of their conversations; a missing position is an event that is not theirs to see, never one that is still to come. Without `after` it begins with the oldest event that is kept; a position from before it is answered `410` (`position_gone`), because what was behind it is gone. Such a page may be empty while `more` is true, and so may one that is filtered. The log holds no message bodies: `conversation` and `message` are as they are now.\n\nWith `Accept: text/event-stream` the answer is a stream of server-sent events, which goes on with whatever happens next; `Last-Event-ID` resumes one. With `Upgrade: websocket` the same comes over a WebSocket. See docs/streams.md.',
        headers: Type.Object({
          'last-event-id': Type.Optional(
            Type.String({ description: 'The position of the last event a stream has told; wins over `after`' }),
          ),
        }),
        querystring: Filter,
        response: answers({ 200: Page }),
      },
    },
    async (request, reply) => {
      const { ctx, reader, query } = request
      const { after, limit = 100, conversationId } = query
      const filter = { types: readTypes(query.types), conversationId }
      if (wantsStream(request)) {
        const secret = callerSecretOf(request.headers)
        const stream = await openViewerStream(ctx.core, request, { ...filter, secret, after: lastEventId(request) ?? after })
        sendEventStream(request, reply, stream)
        return reply
      }
      await checkFilter(ctx, reader, filter)
      const { events, ...rest } = await replayEvents(ctx, reader, { after, limit })
      const wanted = events.filter((one) => matches(filter, one))
      return { events: await toWireEvents(ctx, reader, wanted), ...rest }
    },
  )
}

function wantsStream({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers.accept?.includes('text/event-stream') === true
}

/** The position a client says it has come to. Browsers send an empty one where there was none. */
function lastEventId({ headers }: FastifyRequest): number | undefined {
  const text = headers['last-event-id']
  if (text === undefined || text === '') return undefined
  const position = /^\d{1,16}$/.test(String(text)) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(position)) return position
  throw new AppError('query_invalid', { message: 'Last-Event-ID must be a position of the log', field: 'Last-Event-ID' })
}
