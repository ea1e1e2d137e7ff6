import assert from 'node:assert/strict'
import type { CallAnswer, TestServer } from '../../../../test/harness.ts'
import { DIGITAL99 } from '../99digital.ts'
import { CHATWOOT } from '../chatwoot.ts'
import { deskOf } from '../desk-test.ts'
import { NDOTO } from '../ndoto.ts'
import type { Profile } from '../profile.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back and asserts on it.
export type Wire = any

/** The same store, asked over HTTP in each of the three dialects; what a row of a comparison table holds side by side. */
export function threeFaces(server: TestServer) {
  const faces = [CHATWOOT, NDOTO, DIGITAL99].map((profile) => faceOf(server, profile))
  const [chatwoot, ndoto, digital] = faces as [Face, Face, Face]
  return { chatwoot, ndoto, digital, all: faces }
}
type Face = ReturnType<typeof faceOf>

function faceOf(server: TestServer, profile: Profile) {
  const desk = deskOf(server, profile)
  const { account, conversation, jane } = server.home
  const messages = `/conversations/${conversation.number}/messages`
  const list = async (query = ''): Promise<Wire[]> => (await desk.ok('GET', messages + query)).payload
  return {
    ...desk,
    profile,
    messages,
    list,
    /** The store's one conversation of this table as the dialect shows it. */
    talk: `/conversations/${conversation.number}`,
    person: `/contacts/${jane.id}`,
    say: (content: string, more: object = {}): Promise<Wire> => desk.ok('POST', messages, { content, message_type: 'outgoing', ...more }),
    send: (body: object): Promise<CallAnswer> => desk.call('POST', messages, body),
    /** The message with this id as its list shows it. */
    async shown(id: number): Promise<Wire> {
      const found = (await list()).find((one) => one.id === id)
      assert.ok(found, `${profile.name} does not list ${id}`)
      return found
    },
    /** Sends a form with files, as a browser does. */
    async upload(content: string): Promise<Wire> {
      const form = new FormData()
      form.set('content', content)
      form.set('message_type', 'outgoing')
      form.append('attachments[]', new Blob(['bytes'], { type: 'text/plain' }), 'note.txt')
      const address = `${server.url}${profile.mount}/api/v1/accounts/${account.id}${messages}`
      const headers = { api_access_token: server.home.tokens[profile.name] }
      const answer = await fetch(address, { method: 'POST', headers, body: form })
      assert.equal(answer.status, 200)
      return answer.json()
    },
  }
}

/** Puts words into the store's conversation by one dialect, for the others to be asked about. */
export async function sayAll(face: Face, texts: readonly string[]): Promise<number[]> {
  const ids: number[] = []
  for (const text of texts) ids.push((await face.say(text)).id)
  return ids
}

export const contents = (messages: readonly Wire[]): string[] => messages.map((one) => one.content)
export const keysOf = (value: object): string[] => Object.keys(value).sort()
