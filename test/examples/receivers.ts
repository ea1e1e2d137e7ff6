import { createServer } from 'node:net'
import type { TestContext } from 'node:test'
import { EXAMPLES, type Example, lacksPython, runExample } from './run-example.ts'

/** The receivers of docs/webhooks.md, and why one cannot be run here. */
export const RECEIVERS: { language: string; command: string[]; skip: false | string }[] = [
  { language: 'TypeScript', command: [process.execPath, `${EXAMPLES}/webhook-receiver.ts`], skip: false },
  { language: 'Python', command: ['python3', `${EXAMPLES}/webhook_receiver.py`], skip: lacksPython('sqlite3') },
]

export type Receiver = Example & { url: string }

/** Runs one of them on a free port until the test ends. */
export async function startReceiver(t: TestContext, command: readonly string[], env: Record<string, string>): Promise<Receiver> {
  const example = runExample(t, command, { PORT: '0', WEBHOOK_STORE: 'webhooks.sqlite', ...env })
  await example.said(/^listening on \d+$/)
  return { ...example, url: `http://127.0.0.1:${example.lines[0]?.split(' ').at(-1)}/` }
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}
