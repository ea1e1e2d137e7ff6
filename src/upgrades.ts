import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import type { Core } from './core/context.ts'
import type { Upgrade } from './dialects/dialect.ts'
import type { FindDialect } from './dialects/find-dialect.ts'
import { DIALECTS } from './dialects/index.ts'

type Upgrades = ReadonlyMap<string, Upgrade['accept']>
type Parts = { findDialect: FindDialect; upgrades: Upgrades; log: FastifyBaseLogger }

const REFUSAL = JSON.stringify({ error: { code: 'route_not_found', message: 'No such address.' } })

/** Every address that becomes a WebSocket, with its dialect's mount. */
export function listUpgrades(core: Core, log: FastifyBaseLogger): Upgrades {
  const all = DIALECTS.flatMap(
    ({ mount, upgrades }) => upgrades?.(core, log).map(({ path, accept }) => [mount + path, accept] as const) ?? [],
  )
  return new Map(all)
}

/** Gives a connection that is to become a WebSocket to the dialect whose address it asks for, found as for any request; refuses all others. */
export function takeUpgrades(server: Server, parts: Parts): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Nobody else listens yet, and an error nobody listens for would end the process.
    socket.on('error', () => socket.destroy())
    dispatch(parts, request, socket, head).catch((error: unknown) => {
      parts.log.error({ err: error }, 'upgrade failed')
      socket.destroy()
    })
  })
}

async function dispatch({ findDialect, upgrades }: Parts, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  await findDialect(request)
  const accept = upgrades.get((request.url ?? '').replace(/\?.*$/s, ''))
  if (accept) await accept(request, socket, head)
  else refuseUpgrade(socket, '404 Not Found', REFUSAL)
}

function refuseUpgrade(socket: Duplex, status: string, body: string): void {
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
