import { Html, html, markdown } from './html.ts'
import type { Schema } from './open-api.ts'

const MAX_DEPTH = 8

/** A schema as a nested list: each field with its type, whether it must be there, its limits and what it means. */
export function renderSchema(schema: Schema, depth = 0): Html {
  const fields = fieldsOf(schema)
  if (fields.length === 0 || depth >= MAX_DEPTH) return new Html('')
  return html`<ul class="fields">${fields.map(
    ({ name, required, field }) =>
      html`<li><code class="name">${name}</code> <span class="type">${typeText(field)}</span>${required && html` <span class="required">required</span>`}${limits(field)}${field.description && html`<div class="about">${markdown(field.description)}</div>`}${renderSchema(field, depth + 1)}</li>`,
  )}</ul>`
}

type Field = { name: string; required: boolean; field: Schema }

/** The named fields of an object, of the items of a list, or of the object among alternatives. */
function fieldsOf(schema: Schema): Field[] {
  if (schema.properties) {
    const required = new Set(schema.required)
    return Object.entries(schema.properties).map(([name, field]) => ({ name, required: required.has(name), field }))
  }
  if (schema.items) return fieldsOf(schema.items)
  return (schema.anyOf ?? schema.oneOf ?? []).flatMap(fieldsOf)
}

/** A type in words: `string`, `integer or null`, `list of object`, `"sent" or "read"`. */
export function typeText(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return [...new Set(alternatives.map(typeText))].join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? typeText(schema.items) : 'anything'}`
  if (schema.type === undefined) return 'anything'
  return [schema.type].flat().join(' or ')
}

function limits({ format, minimum, maximum, minLength, maxLength, minItems, maxItems, default: standard }: Schema): Html {
  const parts = [
    format,
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' items'),
    standard === undefined ? undefined : `default ${JSON.stringify(standard)}`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? new Html('') : html` <span class="limits">${parts.join(', ')}</span>`
}

function range(min: number | undefined, max: number | undefined, unit: string): string | undefined {
  if (min === undefined && max === undefined) return undefined
  if (max === undefined) return `at least ${min}${unit}`
  if (min === undefined) return `at most ${max}${unit}`
  return `${min} to ${max}${unit}`
}
