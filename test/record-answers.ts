import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { checkAnswer, type SeenAnswer } from './check-answer.ts'

/** What a test server has answered and nobody has looked at yet. */
export type AnswerRecord = {
  /** Records every answer of an HTTP server from now on, whichever client asked: `server.call`, a vendor's SDK, a bare `fetch`. */
  watch(server: Server): void
  /** Fails when an answer that was recorded since the last time is not what the OpenAPI document of its dialect says. */
  check(url: string): Promise<void>
}

export function recordAnswers(): AnswerRecord {
  let unchecked: { method: string; path: string; answer: SeenAnswer }[] = []
  return {
    watch(server) {
      // Before the server's own listener, which answers.
      server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
        listen(response, (text) => {
          const { method = '', url: path = '', headers } = request // by now with the mount of its dialect before it
          // A stream has words of its own; what refuses one is an answer like any other.
          if (response.statusCode === 200 && headers.accept?.includes('text/event-stream')) return
          unchecked.push({ method, path, answer: { status: response.statusCode, text } })
        })
      })
    },
    async check(url) {
      const answers = unchecked
      unchecked = []
      for (const { method, path, answer } of answers) await checkAnswer({ method, path }, answer, (document) => fetch(url + document))
    },
  }
}

/** Tells the whole body of an answer just before its last byte is handed over, so that it is known by the time the client has it. */
function listen(response: ServerResponse, tell: (text: string) => void): void {
  const parts: Buffer[] = []
  const keep = (part: unknown) => {
    if (typeof part === 'string') parts.push(Buffer.from(part))
    else if (part instanceof Uint8Array) parts.push(Buffer.from(part))
  }
  const write = response.write.bind(response) as (...given: unknown[]) => boolean
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse
  response.write = (...given: unknown[]) => {
    keep(given[0])
    return write(...given)
  }
  response.end = (...given: unknown[]) => {
    keep(given[0])
    tell(Buffer.concat(parts).toString())
    return end(...given)
  }
}
