import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toMicroseconds } from '../clients/parley-voice.ts'
import type { Voice, Wire } from '../clients/voice.ts'
import { voicesOf } from '../clients/voices.ts'
import { startServer } from '../harness.ts'

const SCRIPTS = 'Grüße, שלום, 你好, नमस्ते 👩‍👩‍👧 <b>no markup</b> & "quotes" {{no.variable}} \\ /'
const TEXTS = [
  SCRIPTS,
  'first line\nsecond line\n\n\tafter a blank one\r\nand a carriage return',
  `${SCRIPTS}\n`.repeat(200).slice(0, 9_990).padEnd(10_000, '.'),
]

test('a text written in any dialect is read in every other one: once, in order, with its author, side and time', async (t) => {
  const server = await startServer(t)
  const { id } = server.home.conversation
  const voices = await voicesOf(server)
  const all = Object.values(voices)
  const written: { writer: Voice; text: string; messageId: number; at: number }[] = []

  for (const writer of all) {
    for (const text of TEXTS) {
      const answer = await writer.send(id, text)
      const newest = (await voices.parley.list(id)).at(-1)
      written.push({ writer, text, messageId: newest.id, at: toMicroseconds(newest.createdAt) })
      assert.deepEqual((await writer.list(id)).at(-1), answer, `${writer.name} reads back another message than it was told it sent`)
    }
  }

  for (const reader of all) {
    const seen = (await reader.list(id)).map(reader.read)
    const expected = written.map(({ writer, text, messageId, at }, index) => ({
      id: reader.idOf(messageId),
      side: writer.side,
      // Some vendors do not say who wrote, or not for everybody.
      author: seen[index]?.author === null ? null : writer.author,
      text,
      at: at - (at % reader.grainUs),
    }))
    assert.deepEqual(seen, expected, `${reader.name} reads something else than was written`)
    assert.equal(await reader.holds(id), true, `${reader.name} does not list the conversation`)
  }
  const told = (await Promise.all(
    all.map(async (one) => [one.name, (await one.list(id)).some((wire) => one.read(wire).author !== null)]),
  )) as [string, boolean][]
  assert.deepEqual(
    told.filter(([, isTold]) => !isTold).map(([name]) => name),
    ['mews'],
    'only Mews names no authors at all',
  )
})

test('a conversation begun in any dialect is found in every other that may see it, and what is written there is read there', async (t) => {
  const server = await startServer(t)
  const voices = await voicesOf(server)
  for (const [name, beginner] of Object.entries(voices)) {
    const id = await beginner.begin()
    const { application_id: application } = (await server.core.store.one<{ application_id: number | null }>(
      'select application_id from conversations where id = $1',
      [id],
    )) ?? { application_id: null }
    // An application sees what it created; the visitor is Jane, and each thread of an application's has a guest of its own.
    const seers = Object.values(voices).filter((one) => {
      if (one.name === 'mews') return application !== null
      return one.name === 'client' ? name !== 'mews' : true
    })
    for (const one of Object.values(voices)) {
      assert.equal(await one.holds(id), seers.includes(one), `begun in ${name}, looked for in ${one.name}`)
    }
    const answer = await beginner.send(id, `Begun in ${name}`)
    for (const seer of seers) {
      const last = seer.read((await seer.list(id)).at(-1))
      assert.deepEqual([last.text, last.side], [`Begun in ${name}`, beginner.side], `begun in ${name}, read in ${seer.name}`)
    }
    assert.deepEqual((await beginner.list(id)).at(-1), answer)
  }
})

type Rich = {
  by: Voice['name']
  more: (parent: Voice['idOf']) => object
  /** Words of the message's that only some readers have a place for. */
  marks: string[]
  readers: Voice['name'][]
}
const FAMILY: Voice['name'][] = ['chatwoot', 'ndoto', '99digital']
const ITEMS = [{ title: 'mark-title', value: 'mark-value' }]
const RICH: Rich[] = [
  {
    by: 'chatwoot',
    more: () => ({ content_type: 'input_select', content_attributes: { items: ITEMS } }),
    marks: ['mark-title', 'mark-value', 'input_select'],
    readers: [...FAMILY, 'client', 'parley'],
  },
  {
    by: 'chatwoot',
    more: () => ({ template_params: { name: 'mark-template' } }),
    marks: ['mark-template'],
    readers: [],
  },
  {
    by: 'ndoto',
    more: () => ({ content_type: 'input_email', content_attributes: { hint: 'mark-hint' } }),
    marks: ['mark-hint', 'input_email'],
    readers: [...FAMILY, 'client', 'parley'],
  },
  {
    by: '99digital',
    more: () => ({
      content_type: 'cards',
      content_attributes: { items: [{ title: 'mark-card', media_url: 'https://x.example/mark.png', actions: [] }] },
    }),
    marks: ['mark-card', 'https://x.example/mark.png', '"cards"'],
    readers: [...FAMILY, 'client', 'parley'],
  },
  {
    by: 'ondi',
    more: (idOf) => ({
      message_type: 'image',
      content_url: 'https://x.example/mark-image.jpg',
      metadata: { mark: ['mark-metadata', 1, null] },
      parent_message_id: idOf(0),
    }),
    marks: ['mark-image', 'mark-metadata'],
    readers: ['ondi'],
  },
  {
    by: 'tidysupport',
    more: () => ({
      contentHtml: '<p>with <b>mark-html</b></p>',
      attachments: [{ name: 'mark-file.txt', mimeType: 'text/plain', content: Buffer.from('bytes').toString('base64') }],
    }),
    marks: ['mark-html'],
    readers: ['tidysupport', 'parley'],
  },
  {
    by: 'parley',
    more: () => ({
      html: '<p>with <i>mark-html</i></p>',
      contentType: 'article',
      attributes: { mark: 'mark-attribute' },
      sourceId: 'mark-source',
    }),
    marks: ['<i>mark-html'],
    readers: ['tidysupport', 'parley'],
  },
]

for (const [index, rich] of RICH.entries()) {
  test(`what ${rich.by} says beside the text (${index + 1}) is shown where there is a place for it and kept where there is none`, async (t) => {
    const server = await startServer(t)
    const { id } = server.home.conversation
    const voices = await voicesOf(server)
    const writer = voices[rich.by]
    const parent = server.core.ids.fromUuid('message', (await voices.ondi.send(id, 'the parent')).id) ?? 0
    const answer = await writer.send(
      id,
      'the plain text',
      rich.more(() => writer.idOf(parent)),
    )
    const readBack = async () => (await writer.list(id)).findLast((wire) => writer.read(wire).text === 'the plain text')
    assert.deepEqual(await readBack(), answer, 'the writer reads back something else')

    for (const reader of Object.values(voices)) {
      const wire = (await reader.list(id)).at(-1)
      assert.deepEqual([reader.read(wire).text, reader.read(wire).side], ['the plain text', writer.side], reader.name)
      const shown = rich.marks.map((mark) => JSON.stringify(wire).includes(mark))
      assert.deepEqual(
        shown,
        rich.marks.map(() => rich.readers.includes(reader.name)),
        `${rich.marks} in ${reader.name}: ${JSON.stringify(wire)}`,
      )
    }

    const messageId = (await voices.parley.list(id)).at(-1).id
    await changeElsewhere(server, id, messageId)
    assert.deepEqual(withoutDelivery(await readBack()), withoutDelivery(answer), 'what others cannot express was lost')
  })
}

/** Leaves out what another dialect's news about the delivery changes: the status, and that there is no error (chatwoot sheet 5.4). */
function withoutDelivery({ status, ...wire }: Wire) {
  for (const name of ['content_attributes', 'attributes']) if (wire[name]?.external_error === null) delete wire[name].external_error
  return wire
}

/** Chatwoot reports the delivery, and its visitor has seen the conversation: writes of others that touch the message and its conversation. */
async function changeElsewhere(server: Awaited<ReturnType<typeof startServer>>, id: number, messageId: number): Promise<void> {
  const { home } = server
  const base = `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}`
  const token = home.tokens.chatwoot
  const answer = await server.call('PATCH', `${base}/messages/${messageId}`, { token, body: { status: 'delivered' } })
  assert.deepEqual([answer.status, answer.body.status], [200, 'delivered'], answer.text)
  const labels = await server.call('POST', `${base}/labels`, { token, body: { labels: ['vip'] } })
  assert.equal(labels.status, 200)
  const status = await server.call('PATCH', `/parley/v1/conversations/${id}/messages/${messageId}`, {
    token: home.tokens.parley,
    body: { status: 'read' },
  })
  assert.deepEqual([status.status, status.body.status], [200, 'read'], status.text)
}
