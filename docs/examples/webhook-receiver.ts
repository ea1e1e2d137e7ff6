/**
 * Receives webhooks of Parley with nothing but Node (22.18 or newer, which runs TypeScript):
 *
 *     WEBHOOK_SECRET=whsec_… node webhook-receiver.ts
 *
 * It verifies the signature over the bytes it got, refuses old ones, writes each delivery into a file (SQLite) once, answers, and says which numbers it has not
 * seen. WEBHOOK_FORMAT is parley, chatwoot or tidysupport. WEBHOOK_SECRET takes several secrets, separated by commas, while one takes over from another.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

const { WEBHOOK_SECRET = '', WEBHOOK_FORMAT = 'parley', WEBHOOK_STORE = 'webhooks.sqlite', PORT = '8080' } = process.env
const OLDEST_SECONDS = 300
const MOST_BYTES = 10_000_000

/** When it was signed, what stands before the body in what was signed, and the signatures that came. */
type Signed = { at: string; prefix: string; signatures: Buffer[] }

const FORMATS: Record<string, { key(secret: string): Buffer; read(header: (name: string) => string): Signed }> = {
  // Standard Webhooks: https://www.standardwebhooks.com
  parley: {
    key: (secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
    read(header) {
      const at = header('webhook-timestamp')
      const given = header('webhook-signature')
        .split(' ')
        .filter((one) => one.startsWith('v1,'))
      return { at, prefix: `${header('webhook-id')}.${at}.`, signatures: given.map((one) => Buffer.from(one.slice(3), 'base64')) }
    },
  },
  chatwoot: {
    key: (secret) => Buffer.from(secret),
    read(header) {
      const at = header('x-chatwoot-timestamp')
      return { at, prefix: `${at}.`, signatures: [Buffer.from(header('x-chatwoot-signature').replace(/^sha256=/, ''), 'hex')] }
    },
  },
  tidysupport: {
    key: (secret) => Buffer.from(secret),
    read(header) {
      const parts = header('x-tidysupport-signature')
        .split(',')
        .map((part) => part.split('='))
      const at = parts.find(([name]) => name === 't')?.[1] ?? ''
      const given = parts.filter(([name]) => name === 'v1')
      return { at, prefix: `${at}.`, signatures: given.map(([, hex = '']) => Buffer.from(hex, 'hex')) }
    },
  },
}
const format = FORMATS[WEBHOOK_FORMAT] ?? stop('WEBHOOK_FORMAT must be parley, chatwoot or tidysupport')
const keys = WEBHOOK_SECRET.split(',')
  .filter((secret) => secret !== '')
  .map(format.key)
if (keys.length === 0) stop('WEBHOOK_SECRET must be set')

function stop(reason: string): never {
  console.error(reason)
  process.exit(1)
}

const store = new DatabaseSync(WEBHOOK_STORE)
store.exec(`
  create table if not exists deliveries (id text primary key, received_at integer not null, body text not null);
  create table if not exists numbers (number integer primary key);
`)
const keep = store.prepare('insert into deliveries (id, received_at, body) values (?, ?, ?) on conflict do nothing')
const count = store.prepare('insert into numbers (number) values (?) on conflict do nothing')
const firstMissing = store.prepare(`
  select number + 1 as number from numbers seen
  where not exists (select 1 from numbers where number = seen.number + 1) and number < (select max(number) from numbers)
  order by number limit 1
`)

/** Why a request is not believed; undefined where it is genuine. */
function doubt(headers: IncomingHttpHeaders, body: Buffer): string | undefined {
  const { at, prefix, signatures } = format.read((name) => String(headers[name] ?? ''))
  if (!/^\d{1,12}$/.test(at)) return 'it says no time'
  const expected = keys.map((key) => createHmac('sha256', key).update(prefix).update(body).digest())
  const matches = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other)
  if (!signatures.some((given) => expected.some((wanted) => matches(given, wanted)))) return 'no signature matches'
  if (Math.abs(Date.now() / 1000 - Number(at)) > OLDEST_SECONDS) return 'it was signed too long ago'
  return undefined
}

/** Takes a genuine delivery, once: a delivery that is repeated or replayed has the id it had before. */
function take(id: string, number: number, body: Buffer): void {
  store.exec('begin immediate')
  const isNew = keep.run(id, Date.now(), body.toString()).changes === 1
  count.run(number)
  store.exec('commit')
  console.log(isNew ? `taken ${number} ${id}` : `seen before ${number} ${id}`)
  // Conversations overtake each other, so a number may be late by minutes while one is tried again; one that stays away is worth a look at the ledger.
  const missing = firstMissing.get()
  if (missing) console.log(`missing ${missing.number}`)
  // The work itself is best done from the table, after the answer.
}

async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const server = createServer(async (request, response) => {
  try {
    const body = request.method === 'POST' ? await read(request) : undefined
    if (!body) return void response.writeHead(400, { connection: 'close' }).end()
    const id = String(request.headers['webhook-id'] ?? '')
    const number = Number(request.headers['webhook-number'])
    const reason = doubt(request.headers, body) ?? (id === '' || !Number.isSafeInteger(number) ? 'it has no id and number' : undefined)
    if (reason) {
      console.log(`refused: ${reason}`)
      return void response.writeHead(401).end()
    }
    take(id, number, body)
    response.writeHead(204).end()
  } catch (error) {
    // What is not answered with 2xx comes again.
    console.error(error)
    response.writeHead(500).end()
  }
})
server.listen(Number(PORT), () => console.log(`listening on ${(server.address() as { port: number }).port}`))
