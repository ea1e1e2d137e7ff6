import type { Message } from './wire.ts'

export type Choice = { title: string; value: string }
export type Field = {
  name: string
  label: string
  type: (typeof INPUTS)[number]
  placeholder: string
  options: Choice[]
  isRequired: boolean
}
export type Card = { title: string; description: string; links: { text: string; href: string }[]; replies: Choice[] }

/** What a rich message holds for a customer, as far as it can be shown; its text stands beside it. */
export type Rich = { kind: 'choices'; choices: Choice[] } | { kind: 'form'; fields: Field[] } | { kind: 'cards'; cards: Card[] } | undefined

const INPUTS = ['text', 'email', 'number', 'tel', 'url', 'date', 'text_area', 'select'] as const

export function readRich({ contentType, attributes }: Pick<Message, 'contentType' | 'attributes'>): Rich {
  const items = listOf(attributes.items)
  if (contentType === 'input_select') {
    const choices = items.flatMap(toChoice)
    return choices.length > 0 ? { kind: 'choices', choices } : undefined
  }
  if (contentType === 'form') {
    const fields = items.flatMap(toField)
    return fields.length > 0 ? { kind: 'form', fields } : undefined
  }
  if (contentType === 'cards' || contentType === 'article') {
    const cards = items.map(toCard).filter(({ title, description }) => title !== '' || description !== '')
    return cards.length > 0 ? { kind: 'cards', cards } : undefined
  }
  return undefined
}

function toChoice(item: Record<string, unknown>): Choice[] {
  const title = textOf(item.title) || textOf(item.value)
  return title === '' ? [] : [{ title, value: textOf(item.value) || title }]
}

function toField(item: Record<string, unknown>): Field[] {
  const name = textOf(item.name) || textOf(item.label)
  if (name === '') return []
  const type = INPUTS.find((one) => one === textOf(item.type)) ?? 'text'
  const options = listOf(item.options).flatMap((one) => toChoice({ title: one.label ?? one.title, value: one.value }))
  return [
    {
      name,
      label: textOf(item.label) || name,
      type,
      placeholder: textOf(item.placeholder),
      options,
      isRequired: item.required !== false && item.required !== 'optional',
    },
  ]
}

function toCard(item: Record<string, unknown>): Card {
  const actions = listOf(item.actions)
  const links = [...actions.map(({ text, uri }) => ({ text: textOf(text), href: textOf(uri) })), { text: '', href: textOf(item.link) }]
  return {
    title: textOf(item.title),
    description: textOf(item.description),
    links: links.filter(({ href }) => /^https?:\/\//i.test(href) && URL.canParse(href)),
    replies: actions.filter((one) => one.type === 'postback').flatMap(({ text, payload }) => toChoice({ title: text, value: payload })),
  }
}

/** What the visitor filled in, as the message that says so. */
export function answerText(fields: readonly Field[], values: Readonly<Record<string, string>>): string {
  return fields.flatMap(({ name, label }) => (values[name]?.trim() ? `${label}: ${values[name].trim()}` : [])).join('\n')
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}
