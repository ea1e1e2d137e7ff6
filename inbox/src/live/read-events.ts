import { createParser } from 'eventsource-parser'

export type StreamEvent = { id: string | undefined; name: string; data: string }

/** Hands on what a body of server-sent events says, until it ends. `onBeat` is told of every sign of life. */
export async function readEvents(body: ReadableStream<Uint8Array>, on: (event: StreamEvent) => void, onBeat: () => void): Promise<void> {
  const parser = createParser({
    onEvent: ({ id, event = 'message', data }) => on({ id, name: event, data }),
  })
  const decoder = new TextDecoder()
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    onBeat()
    parser.feed(decoder.decode(value, { stream: true }))
  }
}
