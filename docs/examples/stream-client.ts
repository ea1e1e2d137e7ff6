/**
 * Follows what happens in a Parley account with nothing but Node (22.18 or newer, which runs TypeScript):
 *
 *     PARLEY_TOKEN=… node stream-client.ts
 *
 * It keeps the position it has come to in a file, so that it goes on from there whatever ends in between: the connection, the server, or itself.
 * PARLEY_URL is http://127.0.0.1:4000 unless told, STREAM_POSITION the name of the file.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

const { PARLEY_URL = 'http://127.0.0.1:4000', PARLEY_TOKEN = '', STREAM_POSITION = 'stream-position' } = process.env
/** The server says at least every 15 seconds that it lives. */
const SILENCE_MS = 45_000
const LONGEST_WAIT_MS = 30_000

type Event = { position: number; type: string; conversationId: number | null; message: { text: string | null } | null }

let position = readPosition()
let waitMs = 1_000

/** What is to be done with an event. It may come twice when this program is killed between doing it and keeping the position. */
function handle(event: Event): void {
  console.log(`${event.position} ${event.type} ${event.message?.text ?? ''}`.trim())
}

for (let failures = 0; ; failures++) {
  try {
    await follow(() => {
      failures = 0
    })
    console.log('the stream ended')
  } catch (error) {
    console.log(`the stream broke: ${error}`)
  }
  // Not all clients at once, and less often while it does not work.
  const pause = Math.min(LONGEST_WAIT_MS, waitMs * 2 ** failures) * (0.5 + Math.random() / 2)
  await new Promise((resolve) => setTimeout(resolve, pause))
}

/** One connection, from its beginning to its end. */
async function follow(connected: () => void): Promise<void> {
  const abort = new AbortController()
  let alarm = setTimeout(() => abort.abort(), SILENCE_MS)
  try {
    const answer = await fetch(`${PARLEY_URL}/parley/v1/events`, {
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${PARLEY_TOKEN}`,
        ...(position !== undefined && { 'last-event-id': String(position) }),
      },
      signal: abort.signal,
    })
    if (answer.status !== 200) return await refused(answer)
    connected()
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
      clearTimeout(alarm)
      alarm = setTimeout(() => abort.abort(), SILENCE_MS)
      const blocks = (text + decoder.decode(chunk, { stream: true })).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) take(block)
    }
  } finally {
    clearTimeout(alarm)
  }
}

/** One server-sent event. An id without data is a sign of life: the log was read up to there, and nothing of it was for this token. */
function take(block: string): void {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''))
  }
  const type = fields.get('event')
  const data = JSON.parse(fields.get('data') ?? 'null')
  const id = fields.get('id')
  if (fields.has('retry')) waitMs = Number(fields.get('retry'))
  if (type === 'ready') console.log(`following from ${data.position}`)
  // What has no id is kept nowhere: typing, presence, and what the stream says of itself (stopping, slow, refused).
  else if (id === undefined && type !== undefined) console.log(`${type} ${JSON.stringify(data)}`)
  else if (data !== null) handle(data)
  if (id !== undefined) keep(Number(id))
}

async function refused(answer: Response): Promise<void> {
  const { error } = (await answer.json()) as { error: { code: string; message: string; oldestPosition?: number } }
  if (error.code === 'position_gone' && error.oldestPosition !== undefined) {
    // Away for longer than the log is kept: read anew what you keep, and go on with the oldest event there is.
    console.log(`missed ${(position ?? 0) + 1} to ${error.oldestPosition - 1}`)
    keep(error.oldestPosition - 1)
    return
  }
  console.log(`refused: ${error.code} ${error.message}`)
  // Too many, or just now not; anything else does not get better by itself.
  if (answer.status !== 429 && answer.status !== 503) process.exit(1)
  throw new Error(error.code)
}

function readPosition(): number | undefined {
  try {
    return Number(readFileSync(STREAM_POSITION, 'utf8'))
  } catch {
    return undefined
  }
}

function keep(next: number): void {
  position = next
  writeFileSync(`${STREAM_POSITION}.new`, String(next))
  renameSync(`${STREAM_POSITION}.new`, STREAM_POSITION)
}
