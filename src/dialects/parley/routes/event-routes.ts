import { Type } from 'typebox'
import { replayEvents } from '../../../core/events/replay-events.ts'
import type { App } from '../../dialect.ts'
import { answers, ErrorBody } from '../errors.ts'
import { toWireEvents, WireEvent } from '../event.ts'
import { Limit, Query } from '../wire.ts'

const Page = Type.Object({
  events: Type.Array(WireEvent),
  nextAfter: Type.Integer({ description: 'Give it as `after` to continue' }),
  more: Type.Boolean({ description: 'Whether the log goes on behind `nextAfter`' }),
})

export function eventRoutes(app: App): void {
  app.get(
    '/events',
    {
      config: { action: 'readEvents' },
      schema: {
        summary: 'Replay what happened, from a position',
        description:
          'Oldest first. Positions have no gaps in the log. A caller is shown what they may see: events about notes only to the team, and to contacts, applications and drivers only those of their conversations; a missing position is an event that is not theirs to see, never one that is still to come. Without `after` it begins with the oldest event that is kept; a position from before it is answered `410` (`position_gone`), because what was behind it is gone. Such a page may be empty while `more` is true. The log holds no message bodies: `conversation` and `message` are as they are now.',
        querystring: Query({
          after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
          limit: Limit(500, 100),
        }),
        response: answers({ 200: Page, 410: ErrorBody }),
      },
    },
    async ({ ctx, reader, query: { after, limit = 100 } }) => {
      const { events, ...rest } = await replayEvents(ctx, reader, { after, limit })
      return { events: await toWireEvents(ctx, reader, events), ...rest }
    },
  )
}
