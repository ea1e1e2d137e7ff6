import { Counter, Gauge, type Registry } from 'prom-client'
import type { Core } from '../core/context.ts'

/** What the event streams of a process do; plain numbers, turned into metrics when somebody asks for them. */
export function watchStreams({ streams: { counts } }: Core, registry: Registry): void {
  const registers = [registry]
  new Gauge({
    name: 'parley_streams_open',
    help: 'Event streams that are open, WebSockets among them.',
    registers,
    collect() {
      this.set(counts.open)
    },
  })
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  total('parley_streamed_events_total', 'Events of the log told over streams, once for each stream.', () => counts.events)
  total('parley_streamed_signals_total', 'Typing and presence told over streams, once for each stream.', () => counts.signals)
  total('parley_streams_slow_total', 'Streams ended because their client did not keep up.', () => counts.slow)
}
