import type { Message } from '../../../api/wire.ts'
import { webAddress } from '../message/text-parts.ts'

/** What a message of a rich kind shows, made from its attributes; whatever of them is not as expected is left out. */
export type RichContent =
  | { kind: 'choice'; options: { title: string; isChosen: boolean }[]; chosen: string | null }
  | { kind: 'form'; fields: { label: string; type: string; value: string | null }[]; isAnswered: boolean }
  | {
      kind: 'cards'
      cards: { title: string; description: string; image: string | null; actions: { text: string; href: string | null }[] }[]
    }
  | { kind: 'articles'; articles: { title: string; description: string; href: string | null }[] }
  | { kind: 'rating'; rating: number | null; feedback: string | null }
  | { kind: 'email'; email: string | null }
  | { kind: 'location'; latitude: number; longitude: number; name: string | null }
  | { kind: 'unknown'; contentType: string; attributes: [name: string, value: string][] }

type Loose = Record<string, unknown>

/** Nothing for a message that is only its text. */
export function richContent({ contentType, attributes }: Pick<Message, 'contentType' | 'attributes'>): RichContent | null {
  const items = objects(attributes.items)
  switch (contentType) {
    case 'text':
    case 'activity':
    case 'incoming_email':
    case 'sticker':
      return null
    case 'input_select':
      return toChoice(items, attributes)
    case 'form':
      return toForm(items, attributes)
    case 'cards':
      return { kind: 'cards', cards: items.map(toCard) }
    case 'article':
      return {
        kind: 'articles',
        articles: items.map((item) => ({
          title: text(item.title),
          description: text(item.description),
          href: webAddress(item.link) ?? null,
        })),
      }
    case 'input_csat':
      return toRating(attributes)
    case 'input_email':
      return { kind: 'email', email: text(attributes.submitted_email) || null }
    case 'location':
      return toLocation(attributes) ?? toUnknown(contentType, attributes)
    default:
      return toUnknown(contentType, attributes)
  }
}

function toChoice(items: Loose[], attributes: Loose): RichContent {
  const [answer] = objects(attributes.submitted_values)
  const value = answer && text(answer.value)
  const chosen = items.find((item) => answer !== undefined && text(item.value) === value)
  const options = items.map((item) => ({ title: text(item.title) || text(item.value), isChosen: item === chosen }))
  return { kind: 'choice', options, chosen: answer ? text(chosen?.title) || text(answer.title) || text(answer.value) : null }
}

function toForm(items: Loose[], attributes: Loose): RichContent {
  const answers = objects(attributes.submitted_values)
  const answerTo = (name: string) => answers.find((answer) => text(answer.name) === name)
  const fields = items.map((item) => {
    const answer = answerTo(text(item.name))
    return { label: text(item.label) || text(item.name), type: text(item.type) || 'text', value: answer ? text(answer.value) : null }
  })
  return { kind: 'form', fields, isAnswered: answers.length > 0 }
}

function toCard(item: Loose) {
  const actions = objects(item.actions).map((action) => ({ text: text(action.text), href: webAddress(action.uri) ?? null }))
  return { title: text(item.title), description: text(item.description), image: webAddress(item.media_url) ?? null, actions }
}

function toRating(attributes: Loose): RichContent {
  const [survey] = objects([(attributes.submitted_values as Loose | undefined)?.csat_survey_response])
  const rating = typeof survey?.rating === 'number' && survey.rating >= 1 && survey.rating <= 5 ? Math.round(survey.rating) : null
  return { kind: 'rating', rating, feedback: text(survey?.feedback_message) || null }
}

function toLocation(attributes: Loose): RichContent | null {
  const latitude = Number(attributes.latitude ?? attributes.lat ?? attributes.coordinates_lat)
  const longitude = Number(attributes.longitude ?? attributes.lng ?? attributes.lon ?? attributes.coordinates_long)
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null
  return {
    kind: 'location',
    latitude,
    longitude,
    name: text(attributes.name) || text(attributes.address) || text(attributes.title) || null,
  }
}

function toUnknown(contentType: string, attributes: Loose): RichContent {
  const shown = Object.entries(attributes).map(([name, value]): [string, string] => [name, text(value) || JSON.stringify(value)])
  return { kind: 'unknown', contentType, attributes: shown }
}

function objects(value: unknown): Loose[] {
  return Array.isArray(value) ? value.filter((one): one is Loose => typeof one === 'object' && one !== null && !Array.isArray(one)) : []
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
