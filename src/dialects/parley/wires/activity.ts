import { type Static, Type } from 'typebox'
import type { ActivityReport } from '../../../core/activity/get-activity.ts'
import { DIALECT_NAMES } from '../../../model/token.ts'
import { Nullable, Time, toWireTime } from '../wire.ts'

const Count = Type.Integer({ minimum: 0 })
const Milliseconds = Type.Number({ minimum: 0 })

const Minute = Type.Object({
  at: Type.String({ format: 'date-time', description: 'When the minute began; the last one goes on' }),
  messages: Nullable(
    Type.Object(
      {
        inbound: Type.Integer({ minimum: 0, description: 'Written by contacts and applications' }),
        outbound: Type.Integer({ minimum: 0, description: 'Written by the team, to be read by customers' }),
        notes: Type.Integer({ minimum: 0, description: 'Written by the team for itself' }),
        events: Type.Integer({ minimum: 0, description: 'All that the log has of that minute' }),
      },
      { description: 'Null before `messagesSince`' },
    ),
  ),
  webhooks: Nullable(
    Type.Object(
      {
        taken: Count,
        failed: Count,
        p50Ms: Nullable(Milliseconds),
        p95Ms: Nullable(Milliseconds),
      },
      { description: 'Attempts, and how long receivers took to answer or to fail, to within a fifth; null before `webhooksSince`' },
    ),
  ),
})

const Installation = Type.Object(
  {
    streams: Type.Integer({ minimum: 0, description: 'Event streams that are open, with the sockets of other APIs' }),
    minutes: Type.Array(
      Type.Object({
        at: Time,
        storeBytes: Nullable(
          Type.Integer({ minimum: 0, description: 'Bytes of the store when it was last measured, without the files of attachments' }),
        ),
        requests: Type.Array(Type.Object({ dialect: Type.Enum([...DIALECT_NAMES]), count: Count, p99Ms: Nullable(Milliseconds) }), {
          description: 'What was answered, by API',
        }),
      }),
    ),
  },
  { description: 'What is known of the installation and of this process; null where several accounts share it' },
)

export const WireActivity = Type.Object({
  at: Time,
  position: Type.Integer({ minimum: 0, description: 'Up to where the account’s log was counted' }),
  messagesSince: Type.String({
    format: 'date-time',
    description: 'Messages are known from here on: an hour back, or the newest hundred thousand events',
  }),
  webhooksSince: Type.String({ format: 'date-time', description: 'Attempts are known from here on: since this process began' }),
  streams: Type.Integer({ minimum: 0, description: 'Event streams of the account that are open at this process' }),
  minutes: Type.Array(Minute, { description: 'Oldest first' }),
  installation: Nullable(Installation),
})

export function toWireActivity(report: ActivityReport): Static<typeof WireActivity> {
  const { installation } = report
  return {
    at: toWireTime(report.at),
    position: report.position,
    messagesSince: toWireTime(report.messagesSince),
    webhooksSince: toWireTime(report.webhooksSince),
    streams: report.streams,
    minutes: report.minutes.map((minute) => ({ ...minute, at: toWireTime(minute.at) })),
    installation: installation && {
      streams: installation.streams,
      minutes: installation.minutes.map((minute) => ({ ...minute, at: toWireTime(minute.at) })),
    },
  }
}
