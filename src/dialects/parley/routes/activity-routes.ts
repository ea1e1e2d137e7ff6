import { Type } from 'typebox'
import { KEPT_MINUTES } from '../../../core/activity/by-minute.ts'
import { getActivity } from '../../../core/activity/get-activity.ts'
import type { App } from '../../dialect.ts'
import { answers } from '../errors.ts'
import { Query } from '../wire.ts'
import { toWireActivity, WireActivity } from '../wires/activity.ts'

/** What the charts of the inbox are drawn from. */
export function activityRoutes(app: App): void {
  app.get(
    '/activity',
    {
      config: { action: 'readReports' },
      schema: {
        summary: 'Get how busy the last hour was, minute by minute',
        description:
          'Messages are counted from the account’s log, whichever process wrote them. Attempts of webhooks are those of the process that answers, since it began. The size of the store, and requests by API, are the installation’s: they are told where the account is the only one, and are otherwise for whoever runs it, in `GET /metrics`. To follow it live, ask again every few seconds with `minutes=2`.',
        querystring: Query({
          minutes: Type.Optional(
            Type.Integer({ minimum: 1, maximum: KEPT_MINUTES, description: `How many, with the present one; ${KEPT_MINUTES} when absent` }),
          ),
        }),
        response: answers({ 200: WireActivity }),
      },
    },
    async ({ ctx, query: { minutes = KEPT_MINUTES } }) => toWireActivity(await getActivity(ctx, minutes)),
  )
}
