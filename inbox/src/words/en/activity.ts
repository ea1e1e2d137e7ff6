const count = (value: number) => value.toLocaleString('en')
const many = (value: number, one: string, more: string) => `${count(value)} ${value === 1 ? one : more}`

export const activity = {
  intro: 'The last hour, minute by minute.',
  notYours: 'How busy the account is, and how its webhooks answer, is for administrators.',
  live: 'Live',
  stale: 'Not up to date',
  asTable: 'As a table',
  tableOf: (title: string) => `${title}, as a table`,
  minute: 'Minute',
  unknown: '–',
  chart: (title: string, now: string, sentence: string) => `${title}: now ${now}. ${sentence}`,
  ms: (value: number) =>
    value >= 1000
      ? `${(value / 1000).toFixed(1)} s`
      : value >= 10 || Number.isInteger(value)
        ? `${Math.round(value)} ms`
        : `${value.toFixed(1)} ms`,
  since: (clock: string) => `Counted from ${clock} on.`,

  messages: {
    title: 'Messages per minute',
    now: 'this minute',
    inbound: 'From customers',
    outbound: 'From the team',
    notes: 'Notes',
    none: 'None in the last hour. The next one shows here within seconds.',
    sum: (total: number, most: number, clock: string) => `${count(total)} in the last hour, at most ${count(most)} a minute (${clock}).`,
  },
  webhooks: {
    title: 'Webhook latency',
    p50: 'Half within',
    p95: '95 % within',
    failed: 'Failed attempts',
    none: 'No webhook was told anything.',
    sum: (taken: number, failed: number) => `${count(taken)} taken, ${count(failed)} failed.`,
    since: (clock: string) => `Known since ${clock}, when the server started.`,
  },
  store: {
    title: 'Store size',
    now: 'with its indexes',
    bytes: 'Bytes, without files',
    begun: 'Measured from now on.',
    grown: (bytes: string, isMore: boolean) => `${bytes} ${isMore ? 'more' : 'less'} than at the beginning.`,
  },
  log: {
    title: 'The account’s log',
    now: 'events in all',
    events: 'Events',
    sum: (total: number) => `${many(total, 'event', 'events')} in the last hour.`,
  },
  requests: {
    title: 'Requests per minute',
    now: 'in the last minute',
    none: 'None were counted yet.',
    perSecond: (value: number) => `${value >= 10 || value === 0 ? Math.round(value) : value.toFixed(1)}/s`,
    sum: (p99: string, streams: number) => `99 of 100 answered within ${p99}; ${many(streams, 'stream', 'streams')} open.`,
  },
  alone: (streams: number) =>
    `${many(streams, 'event stream', 'event streams')} of this account open. Sizes and requests are those of the server process that answers; GET /metrics has more.`,
  shared: (streams: number) =>
    `${many(streams, 'event stream', 'event streams')} of this account open. Several accounts share this server, so its size and its requests are for whoever runs it, in GET /metrics.`,
}
