import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillVariables, hasVariables } from './fill-variables.ts'

const VARIABLES = { contact: { name: 'Jane Doe', email: null, custom_attribute: { plan: 'gold', seats: 3 } }, conversation: { id: 7 } }

test('variables are filled in, and what is none stays as it is written', () => {
  for (const [text, filled] of [
    ['Hi {{contact.name}}, no. {{ conversation.id }}', 'Hi Jane Doe, no. 7'],
    ['{{contact.custom_attribute.plan}} {{contact.custom_attribute.seats}}', 'gold 3'],
    ['Hi {{contact.email}}!', 'Hi !'],
    ['Hi {{nobody.name}}{{contact}}{{contact.name.first}}!', 'Hi {{nobody.name}}!'],
    ["{{ contact.email | default: 'there' }}, {{contact.email || \"you\"}}, {{ contact.name | default: 'x' }}", 'there, you, Jane Doe'],
    ['{{ contact.name | upcase }} {{ contact.name | downcase | capitalize }}', 'JANE DOE Jane doe'],
    ["{{ contact.email | default: contact.name | strip }}{{ 'text' }}", 'Jane Doetext'],
    [
      '`{{contact.name}}` and ```\n{{contact.name}}\n``` but {{contact.name}}',
      '`{{contact.name}}` and ```\n{{contact.name}}\n``` but Jane Doe',
    ],
    [
      '{{ contact.name | replace: "a", "aaaa" }} {{ 1 + 1 }} {{}} {{ }} {% if x %}',
      '{{ contact.name | replace: "a", "aaaa" }} {{ 1 + 1 }} {{}} {{ }} {% if x %}',
    ],
    [
      '{{constructor.name}} {{contact.__proto__.x}} {{ contact.name | constructor }}',
      '{{constructor.name}}  {{ contact.name | constructor }}',
    ],
    ['{ {contact.name} } {{contact.name}', '{ {contact.name} } {{contact.name}'],
  ] as const)
    assert.equal(fillVariables(text, VARIABLES), filled, text)
  assert.equal(hasVariables('no {braces}'), false)
  assert.equal(hasVariables(null), false)
})

test('a long text of braces takes no time to speak of', () => {
  const text = '{{'.repeat(75_000)
  assert.equal(fillVariables(text, VARIABLES), text)
  assert.equal(fillVariables('`'.repeat(150_000), VARIABLES).length, 150_000)
})

test('no more is made than a message holds, however long a value is and however often it is named', () => {
  const variables = { contact: { custom_attribute: { essay: 'x'.repeat(100_000) } } }
  const essay = '{{ contact.custom_attribute.essay }}'
  assert.equal(fillVariables(essay, variables).length, 100_000)
  const tooLong = { name: 'AppError', code: 'message_too_long' }
  assert.throws(() => fillVariables(essay.repeat(2), variables), tooLong)
  assert.throws(() => fillVariables(essay.repeat(4000), variables), tooLong)
  assert.throws(() => fillVariables('x'.repeat(150_001), variables), tooLong)
  const chain = `{{ contact.custom_attribute.essay${' | upcase'.repeat(5000)} }}`
  assert.equal(fillVariables(chain, variables), chain)
})
