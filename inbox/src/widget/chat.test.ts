import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WidgetApi } from './api.ts'
import { createChat } from './chat.ts'
import { createKeep } from './keep.ts'
import type { Visit } from './wire.ts'

test('what a stranger had not sent yet goes with them once they say who they are, and with nobody else', async () => {
  const { chat, next } = openChat()
  await chat.start()
  chat.say('Is breakfast included?', [])
  next({ token: 'rosas', contactId: 2 })
  await chat.identify({ identifier: 'guest-7', identifierHash: 'proof' })
  assert.deepEqual([chat.state().visit?.contact?.id, chat.state().outbox.map(({ text }) => text)], [2, ['Is breakfast included?']])
  next({ token: 'tims', contactId: 3 })
  await chat.identify({ identifier: 'guest-8', identifierHash: 'proof' })
  assert.deepEqual([chat.state().visit?.contact?.id, chat.state().outbox], [3, []])
  chat.rest()
})

/** A chat whose server says who the visitor is, and nothing else. */
function openChat() {
  let visit = toVisit({ token: 'strangers', contactId: 1 })
  const silence = () => new Promise(() => {})
  const stream = (_after: unknown, _types: string, signal: AbortSignal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', reject))
  const api = { use() {}, open: async () => visit, send: silence, typing: silence, stream }
  const kept = new Map<string, string>()
  const keep = createKeep('c', () => ({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  }))
  const chat = createChat({ api: api as unknown as WidgetApi, keep, identity: {}, isLooking: () => false, tell: () => {} })
  return { chat, next: (of: Parameters<typeof toVisit>[0]) => (visit = toVisit(of)) }
}

function toVisit({ token, contactId }: { token: string; contactId: number }): Visit {
  const channel = { name: 'Chat', identityRequired: false }
  const contact = { id: contactId, name: null }
  return { token, expiresAt: '', contact, conversation: null, channel, team: { online: false, names: [] } }
}
