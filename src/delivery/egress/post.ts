import http, { type AgentOptions, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { EgressError } from './egress-error.ts'
import type { HostAddress } from './look-up.ts'
import type { Target } from './parse-target.ts'

/** More than this of an answer is not read. */
const MOST_BYTES = 4096

/**
 * Sockets stay open for the next delivery to the same addresses, as many as one webhook sends at once. Each origin has places of its own, so that one that is slow takes nobody else's. Proxies of the environment
 * do not count: only an agent that is told of them uses them.
 */
const SOCKETS: AgentOptions = { keepAlive: true, maxSockets: 64, maxFreeSockets: 8, timeout: 15_000, scheduling: 'lifo' }

export type Agents = { 'http:': http.Agent; 'https:': https.Agent }
export type Answer = { status: number; retryAfter: string | undefined; body: Buffer }

/** A request, with the addresses it may connect to; they are part of a socket's name in the pool. */
type Pinned = RequestOptions & { servername?: string; addresses: string }

export function createAgents(): Agents {
  return { 'http:': keepApart(new http.Agent(SOCKETS)), 'https:': keepApart(new https.Agent(SOCKETS)) }
}

/** A socket is used again only for a request that was just allowed to go to the very same addresses. */
function keepApart<A extends http.Agent>(agent: A): A {
  const getName = agent.getName.bind(agent)
  agent.getName = (options) => `${getName(options)}:${(options as Pinned).addresses}`
  return agent
}

/** Posts to one of the addresses and reads the beginning of the answer. Once its head is here its status counts, whatever becomes of the rest. */
export async function post(
  agents: Agents,
  request: { target: Target; addresses: readonly HostAddress[]; headers: Record<string, string>; body: string; signal: AbortSignal },
): Promise<Answer> {
  for (;;) {
    const { sent, response } = open(agents, request)
    try {
      return await readAnswer(await response)
    } catch (error) {
      // A receiver may close a kept socket at the moment it is used again; that is no failure of this request, and a new socket shows.
      if (!isStale(sent, error) || request.signal.aborted) throw error
    }
  }
}

function open(agents: Agents, { target, addresses, headers, body, signal }: Parameters<typeof post>[1]) {
  const { url, host, isAddress } = target
  const protocol = url.protocol as keyof Agents
  const first = addresses[0] as HostAddress
  const options: Pinned = {
    agent: agents[protocol],
    method: 'POST',
    host,
    port: url.port || (protocol === 'https:' ? 443 : 80),
    path: url.pathname + url.search,
    headers: { ...headers, host: url.host, 'content-length': String(Buffer.byteLength(body)) },
    // An address has no server name; its certificate is held against the address itself.
    servername: isAddress ? '' : host,
    lookup: (_host, { all }, done) => (all ? done(null, [...addresses]) : done(null, first.address, first.family)),
    // Far receivers need longer than Node's quarter of a second before the next address is tried.
    autoSelectFamilyAttemptTimeout: 1000,
    // Name servers turn their answers round.
    addresses: addresses
      .map(({ address }) => address)
      .sort()
      .join(),
    signal,
  } as Pinned
  const sent = protocol === 'https:' ? https.request(options) : http.request(options)
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    let isAnswered = false
    sent.once('response', (answer) => {
      isAnswered = true
      resolve(answer)
    })
    sent.on('error', reject)
    // A receiver that wants to change the protocol (101) closes the request without an error.
    sent.once('close', () => {
      if (!isAnswered) reject(new EgressError('it gave no answer that is HTTP'))
    })
  })
  sent.end(body)
  return { sent, response }
}

function isStale(sent: ClientRequest, error: unknown): boolean {
  return sent.reusedSocket && ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '')
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    // Leaving the loop early closes the socket.
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= MOST_BYTES) break
    }
  } catch {
    // It was cut short, by the receiver or by the time that was up: what came is kept.
  }
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'],
    body: Buffer.concat(chunks).subarray(0, MOST_BYTES),
  }
}
