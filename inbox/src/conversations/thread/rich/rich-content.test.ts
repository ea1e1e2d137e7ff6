import assert from 'node:assert/strict'
import { test } from 'node:test'
import { richContent } from './rich-content.ts'

const show = (contentType: string, attributes: Record<string, unknown>) => richContent({ contentType, attributes })

test('a choice shows what was chosen', () => {
  const items = [
    { title: 'Red', value: 'r' },
    { title: 'Blue', value: 'b' },
  ]
  assert.deepEqual(show('input_select', { items }), {
    ...{ kind: 'choice', chosen: null },
    options: [
      { title: 'Red', isChosen: false },
      { title: 'Blue', isChosen: false },
    ],
  })
  assert.deepEqual(show('input_select', { items, submitted_values: [{ title: 'Blue', value: 'b' }] }), {
    ...{ kind: 'choice', chosen: 'Blue' },
    options: [
      { title: 'Red', isChosen: false },
      { title: 'Blue', isChosen: true },
    ],
  })
})

test('a form shows what was filled in, a survey its rating', () => {
  const items = [
    { name: 'email', label: 'E-mail', type: 'email' },
    { name: 'size', type: 'select' },
  ]
  assert.deepEqual(show('form', { items, submitted_values: [{ name: 'email', value: 'a@b.example' }] }), {
    ...{ kind: 'form', isAnswered: true },
    fields: [
      { label: 'E-mail', type: 'email', value: 'a@b.example' },
      { label: 'size', type: 'select', value: null },
    ],
  })
  const answer = { csat_survey_response: { rating: 4, feedback_message: 'Fine' } }
  assert.deepEqual(show('input_csat', { submitted_values: answer }), { kind: 'rating', rating: 4, feedback: 'Fine' })
})

test('cards and articles link to the web and to nothing else', () => {
  const card = {
    title: 'T',
    media_url: 'javascript:1',
    actions: [
      { text: 'Go', type: 'link', uri: 'https://x.example/' },
      { text: 'Bad', uri: 'data:,x' },
    ],
  }
  assert.deepEqual(show('cards', { items: [card] }), {
    kind: 'cards',
    cards: [
      {
        title: 'T',
        description: '',
        image: null,
        actions: [
          { text: 'Go', href: 'https://x.example/' },
          { text: 'Bad', href: null },
        ],
      },
    ],
  })
})

test('attributes of no known shape break nothing', () => {
  for (const contentType of ['input_select', 'form', 'cards', 'article', 'input_csat', 'input_email', 'location', 'anything'])
    for (const attributes of [
      {},
      { items: 'x' },
      { items: [null, 1, []], submitted_values: 7 },
      { submitted_values: { csat_survey_response: [] } },
      { latitude: 'x' },
    ])
      assert.ok(show(contentType, attributes))
  assert.equal(show('text', { anything: 1 }), null)
})
