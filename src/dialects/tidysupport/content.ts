import { Type } from 'typebox'
import { sanitiseHtml } from '../../core/messages/html.ts'
import { MAX_TEXT_LENGTH } from '../../model/message.ts'

/** The two forms of a message's content, one of which is required (tidysupport sheet 3.2). */
export const WireContent = {
  contentText: Type.Optional(Type.String({ maxLength: MAX_TEXT_LENGTH, description: 'Plain text' })),
  contentHtml: Type.Optional(Type.String({ maxLength: MAX_TEXT_LENGTH, description: 'HTML; what is not harmless in it is removed' })),
}

/**
 * The content to be sent, or undefined when there is none. Blank strings count as missing, and so does HTML of which nothing harmless is left; text
 * that is missing is taken from the HTML.
 */
export function fromWireContent(body: {
  contentText?: string
  contentHtml?: string
}): { text: string | null; html: string | null } | undefined {
  const text = given(body.contentText)
  const html = given(body.contentHtml)
  if (text === null && (html === null || sanitiseHtml(html.toWellFormed()).trim() === '')) return undefined
  return { text, html }
}

function given(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value
}
