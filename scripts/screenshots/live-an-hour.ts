import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { startDelivery } from '../../src/delivery/delivery.ts'
import { createHttpSender } from '../../src/delivery/egress/http-sender.ts'
import { OUTLETS } from '../../src/dialects/index.ts'
import { VERSION } from '../../src/version.ts'
import type { Demo } from '../start-demo.ts'

/** What guests and the team say in the hour, each to the conversation of that number; `n` is a note. */
const SAID: readonly (readonly [number, 'guest' | 'team' | 'note', string])[] = [
  [1, 'guest', 'We are on the train now, all on time so far!'],
  [4, 'team', 'It is in your mail, Ms Tanaka. Have a good journey home.'],
  [6, 'note', 'Boxes for two, at reception from 4:45. Night shift knows.'],
  [6, 'team', 'Coffee and two breakfast boxes will wait at reception from 4:45, Marco.'],
  [6, 'guest', 'You are the best. Grazie!'],
  [5, 'guest', '¿Y hay enchufe para coche eléctrico?'],
  [7, 'guest', 'One more thing: could we have the garden for the reception on the 19th?'],
  [7, 'note', 'Garden is free on the 19th. Offer sent to Olga for approval.'],
  [1, 'guest', 'Small change: we arrive at 23:40 now.'],
  [1, 'note', 'Dan is told, he waits until midnight.'],
  [1, 'team', 'No problem at all, Jane. Dan will be there with a sign.'],
  [3, 'guest', 'And is there a place to park the stroller?'],
]
/** How many messages are sent besides in each tenth minute, so that the charts have a shape. */
const BUSY = [3, 7, 12, 9, 16, 22, 14, 19, 26, 31]

/** Lets an hour pass in the demo, with guests, answers, and two webhooks of which one fails for a while. `setMinutes` moves the demo's clock. */
export async function liveAnHour(demo: Demo, setMinutes: (minutes: number) => void): Promise<{ end(): Promise<void> }> {
  const { core, url } = demo
  const access = await demo.connect()
  const { token, accountId } = access.parley
  let fails = true
  const receiver = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(request.url === '/crm' && fails ? 503 : 200).end(fails ? 'starting up' : 'ok'))
  })
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  const sender = createHttpSender({ allow: ['127.0.0.0/8'], now: core.now })
  const delivery = startDelivery({
    core,
    outlets: OUTLETS,
    sender,
    log: pino({ level: 'silent' }),
    origin: url,
    version: VERSION,
    retryHours: 72,
  })

  const call = async <T>(method: string, path: string, body?: unknown, as = token): Promise<T> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${as}`, api_access_token: String(as), 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (answer.status === 204 ? undefined : await answer.json()) as T
  }
  const { conversations } = await call<{ conversations: { id: number; number: number; contactId: number }[] }>(
    'GET',
    '/parley/v1/conversations',
  )
  const byNumber = (number: number) => conversations.find((one) => one.number === number) ?? conversations[0]!
  await call('POST', '/parley/v1/webhooks', { url: `${at}/bi`, name: 'Reports', events: ['message.*', 'conversation.*'] })
  await call(
    'POST',
    `/chatwoot/api/v1/accounts/${accountId}/webhooks`,
    { webhook: { url: `${at}/crm`, subscriptions: ['message_created'] } },
    access.chatwoot.token,
  )

  const say = async ([number, who, text]: (typeof SAID)[number]) => {
    const { id, contactId } = byNumber(number)
    const author = who === 'guest' ? { author: { contactId } } : {}
    await call('POST', `/parley/v1/conversations/${id}/messages`, { text, private: who === 'note', ...author })
  }
  // Other programs look after the same conversation through their own APIs, more often as the hour goes on.
  const readAsOthers = async (minute: number) => {
    const { chatwoot, ndoto, ondi, tidysupport } = access
    const looks: [string, string | null | undefined, number][] = [
      [`/chatwoot/api/v1/accounts/${accountId}/conversations`, chatwoot.token, 6],
      [`/ndoto/api/v1/accounts/${accountId}/conversations/${ndoto.conversationId}/messages`, ndoto.token, 9],
      [`/ondi/messaging/conversations/${ondi.conversationId}/messages`, ondi.users[0]?.token, 4],
      [`/tidysupport/v1/workspaces/${tidysupport.workspaceId}/support/inbox/conversations`, tidysupport.apiKey, 3],
    ]
    for (const [path, credential, often] of looks)
      for (let time = 0; time < often + (minute % 7) + minute / 12; time++) await call('GET', path, undefined, credential ?? null)
  }
  // Chatter goes where nobody looks: into a conversation of its own, which is archived before the pictures.
  const chatter = await call<{ id: number }>('POST', '/parley/v1/conversations', {
    subject: 'Front desk',
    contactId: byNumber(7).contactId,
  })
  for (let minute = 0; minute < 60; minute++) {
    setMinutes(minute)
    const many = Math.round((BUSY[Math.floor(minute / 6)] ?? 10) * (0.7 + 0.6 * Math.abs(Math.sin(minute * 1.7))))
    const texts = Array.from({ length: many }, (_, index) => ({
      conversationId: chatter.id,
      text: `Entry ${minute}.${index}`,
      ...((minute + index * index) % 5 < 2 ? { author: { contactId: byNumber(7).contactId } } : {}),
    }))
    await call('POST', '/parley/v1/messages/batch', { messages: texts })
    if (minute % 5 === 2) await say(SAID[Math.floor(minute / 5)]!)
    if (minute === 50) fails = false
    await readAsOthers(minute)
    await core.activity.process.sample()
    await delivery.quiet()
  }
  await call('PATCH', `/parley/v1/conversations/${chatter.id}`, { status: 'archived' })
  setMinutes(60)
  await delivery.quiet()
  return {
    async end() {
      await delivery.stop()
      await sender.close()
      receiver.closeAllConnections()
      receiver.close()
    },
  }
}
