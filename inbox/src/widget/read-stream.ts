export type StreamEvent = { id: string | undefined; name: string; data: string }

/**
 * Hands on what a body of server-sent events says, until it ends; `onBeat` is told of every sign of life. As far as this server writes them: the whole standard, which the inbox has, is
 * a tenth of what a widget may weigh.
 */
export async function readStream(body: ReadableStream<Uint8Array>, on: (event: StreamEvent) => void, onBeat: () => void): Promise<void> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    onBeat()
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = toEvent(block)
      if (event.name !== '' || event.id !== undefined) on(event)
    }
  }
}

function toEvent(block: string): StreamEvent {
  const event: StreamEvent = { id: undefined, name: '', data: '' }
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? []
    if (field === 'id') event.id = value
    else if (field === 'event') event.name = value
    else if (field === 'data') event.data += value
  }
  return event
}
