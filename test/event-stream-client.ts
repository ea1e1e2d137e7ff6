import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { waitFor } from './wait-for.ts'

export type StreamEvent = { id: number | null; type: string; data: Record<string, unknown> }

export type EventStreamClient = {
  status: number
  headers: IncomingMessage['headers']
  /** What came so far, refusals included: as text where it is no stream. */
  events: StreamEvent[]
  text: () => string
  /** What there is in the log's order, without what a stream says of itself. */
  logged(): StreamEvent[]
  ended: () => boolean
  lastEventId: () => number | null
  /** The first event that fits, once it has come. */
  next(fits: (event: StreamEvent) => boolean): Promise<StreamEvent>
  close(): void
}

/** Reads server-sent events as the HTML standard says, as far as this server writes them. Over a connection of its own, which `fetch` would replace when it is cut. */
export async function openEventStream(
  url: string,
  options: { token?: string; headers?: Record<string, string> },
): Promise<EventStreamClient> {
  const authorization = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }
  const asked = get(url, { agent: false, headers: { accept: 'text/event-stream', ...authorization, ...options.headers } })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const events: StreamEvent[] = []
  let text = ''
  let rest = ''
  let ended = false
  let lastId: number | null = null
  answer.setEncoding('utf8')
  answer.on('data', (chunk: string) => {
    text += chunk
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() as string
    for (const block of blocks) take(block)
  })
  answer.on('error', () => {}) // it is cut off, here or there
  answer.on('close', () => {
    ended = true
  })
  const take = (block: string) => {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]))
    const id = fields.get('id')
    if (id !== undefined) lastId = Number(id)
    const data = fields.get('data')
    if (data !== undefined)
      events.push({ id: id === undefined ? null : Number(id), type: fields.get('event') ?? '', data: JSON.parse(data) })
  }
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    events,
    text: () => text,
    logged: () => events.filter((event) => event.id !== null && event.type !== 'ready'),
    ended: () => ended,
    lastEventId: () => lastId,
    async next(fits) {
      await waitFor(() => events.some(fits))
      return events.find(fits) as StreamEvent
    },
    close: () => void asked.destroy(),
  }
}
