import { createRequire } from 'node:module'
import type sanitize from 'sanitize-html'

let sanitiser: typeof sanitize | undefined

/** Loads the sanitiser with the first HTML, or when somebody asks for it: a start does without. */
export function loadSanitiser(): typeof sanitize {
  sanitiser ??= createRequire(import.meta.url)('sanitize-html') as typeof sanitize
  return sanitiser
}

// A mail's structure and basic formatting. No element here changes how the text after it is parsed (as style, svg or noscript
// do), so a browser builds from the output the same harmless elements that the sanitiser saw.
const ALLOWED_TAGS = [
  ...['p', 'div', 'span', 'br', 'hr', 'wbr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'address', 'center'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'figure', 'figcaption', 'article', 'section', 'header', 'footer'],
  ...['a', 'img', 'b', 'strong', 'i', 'em', 'u', 's', 'strike', 'del', 'ins', 'sub', 'sup', 'small', 'big', 'mark', 'q', 'cite', 'abbr'],
  ...['code', 'kbd', 'samp', 'var', 'tt', 'time', 'bdi', 'bdo'],
  ...['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
]

// No style, class, id, name or target: nothing that reaches outside the message's own box.
const ALLOWED_ATTRIBUTES = {
  '*': ['dir', 'lang', 'title', 'align', 'valign', 'width', 'height'],
  a: ['href', 'rel'],
  img: ['src', 'alt'],
  ol: ['start', 'type', 'reversed'],
  time: ['datetime'],
  table: ['border', 'cellpadding', 'cellspacing'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  col: ['span'],
  colgroup: ['span'],
}

// Elements whose text is not for the reader; of all others that are not allowed only the tags go.
const DISCARDED_WITH_TEXT = [
  ...['script', 'style', 'title', 'template', 'noscript', 'noembed', 'noframes', 'xmp', 'plaintext'],
  ...['textarea', 'select', 'option', 'svg', 'math', 'iframe', 'object', 'applet', 'audio', 'video'],
]

// An attribute whose value does not match goes. Addresses are absolute, because a relative one would point into the page that
// shows the message; sizes and spans are small, because a browser allots whatever they ask for.
const SIZE = /^\d{1,4}%?$/
const COUNT = /^\d{1,3}$/
const VALUE_PATTERNS = Object.entries({
  href: /^(?:https?:\/\/|mailto:|tel:)\S/i,
  src: /^(?:https?:\/\/|cid:)\S/i,
  dir: /^(?:ltr|rtl|auto)$/i,
  align: /^[a-z]{1,8}$/i,
  valign: /^[a-z]{1,8}$/i,
  start: /^-?\d{1,6}$/,
  ...{ width: SIZE, height: SIZE, border: SIZE, cellpadding: SIZE, cellspacing: SIZE },
  ...{ colspan: COUNT, rowspan: COUNT, span: COUNT },
})

// Chromium nests no deeper either. The parser searches its stack of open elements for every end tag, so that without a bound
// 150,000 characters of open elements take 0.3 s.
const MAX_DEPTH = 512

/**
 * The HTML of a message with only what is harmless left in it: text structure, tables, basic formatting, links (http, https,
 * mailto, tel; without an opener or referrer) and images (http, https, cid).
 *
 * HTML that is nested deeper than a browser would is reduced to its text. A result is its own result. It may be longer than
 * the input, because bare `&`, `<` and `>` come back as entities and open elements are closed.
 */
export function sanitiseHtml(html: string): string {
  // PostgreSQL's text holds no NUL.
  const source = html.replaceAll('\0', '')
  const once = sanitiseOnce(source)
  if (once === undefined) return sanitiseOnce(withoutTags(source)) ?? ''
  // A tag that goes may have kept its neighbours apart: `<p><form><p>` leaves a paragraph in a paragraph, which the second
  // pass puts side by side.
  return once === source || !once.includes('<') ? once : (sanitiseOnce(once) ?? '')
}

/** Nothing when the HTML is nested too deep. */
function sanitiseOnce(html: string): string | undefined {
  const tooDeep = new Error('The HTML is nested too deep.')
  let depth = 0
  try {
    return loadSanitiser()(html, {
      allowedTags: ALLOWED_TAGS,
      allowedAttributes: ALLOWED_ATTRIBUTES,
      allowedSchemes: ['http', 'https', 'mailto', 'tel', 'cid'],
      allowProtocolRelative: false,
      nonTextTags: DISCARDED_WITH_TEXT,
      selfClosing: ['br', 'hr', 'wbr', 'img', 'col'],
      transformTags: { '*': checkAttributes },
      onOpenTag: () => {
        if (++depth > MAX_DEPTH) throw tooDeep
      },
      onCloseTag: () => {
        depth--
      },
    })
  } catch (error) {
    if (error === tooDeep) return undefined
    throw error
  }
}

function checkAttributes(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  for (const name of ['href', 'src']) if (attribs[name]) attribs[name] = attribs[name].trim()
  for (const [name, pattern] of VALUE_PATTERNS) {
    const value = attribs[name]
    if (value !== undefined && !pattern.test(value)) delete attribs[name]
  }
  if (tagName === 'a' && attribs.href) attribs.rel = 'noopener noreferrer'
  else delete attribs.rel
  return { tagName, attribs }
}

/** Looks for no end of a tag beyond the next `<`, so that its time is linear in any input. */
function withoutTags(html: string): string {
  return html
    .replace(/<[^<>]*>/g, ' ')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

// How many line breaks stand before and after an element: two leave a blank line.
const BREAKS: Record<string, number> = {
  ...{ p: 2, h1: 2, h2: 2, h3: 2, h4: 2, h5: 2, h6: 2, blockquote: 2, pre: 2, ul: 2, ol: 2, dl: 2, table: 2, figure: 2, hr: 2 },
  ...{ div: 1, li: 1, dt: 1, dd: 1, tr: 1, caption: 1, figcaption: 1, address: 1, center: 1 },
  ...{ article: 1, section: 1, header: 1, footer: 1 },
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

/**
 * The plain text of HTML that `sanitiseHtml` returned; of other HTML some markup may stay in the text.
 *
 * Paragraphs are separated by a blank line, list items begin with a dash or their number, an image is its `alt`, a link is
 * followed by its address where that says more than its text. Quotes and lists are not indented, so the text's length is
 * linear in the input's, however deep it is nested. One pass over the few forms the sanitiser writes: 6 µs for a short mail.
 */
export function textFromHtml(html: string): string {
  const parts: string[] = []
  const lists: (number | undefined)[] = []
  let breaks = 0
  let space = false
  let preformatted = 0
  let markerEnd = -1
  let link: { href: string; firstPart: number } | undefined

  function write(text: string): void {
    if (parts.length > 0 && (breaks > 0 || space)) parts.push(breaks > 0 ? '\n'.repeat(breaks) : ' ')
    parts.push(text)
    breaks = 0
    space = false
  }

  function writeText(text: string): void {
    const pieces = preformatted > 0 ? [text] : text.split(/([ \t\n\f\r\u00a0]+)/)
    for (const piece of pieces) {
      if (preformatted === 0 && piece.trim() === '') space ||= piece !== ''
      else write(piece)
    }
  }

  function open(name: string, attributes: string): void {
    if (name === 'br') breaks = Math.min(breaks + 1, 2)
    else if (name === 'pre') preformatted++
    else if (name === 'td' || name === 'th') space = true
    else if (name === 'img') writeText(attributeOf(attributes, 'alt'))
    else if (name === 'a') link = { href: attributeOf(attributes, 'href'), firstPart: parts.length }
    else if (name === 'ul') lists.push(undefined)
    else if (name === 'ol') lists.push(Number(attributeOf(attributes, 'start') || 1))
    else if (name === 'li') openItem()
  }

  function openItem(): void {
    const number = lists.at(-1)
    if (number !== undefined) lists[lists.length - 1] = number + 1
    write(number === undefined ? '-' : `${number}.`)
    space = true
    markerEnd = parts.length
  }

  function close(name: string): void {
    if (name === 'pre') preformatted--
    else if (name === 'ul' || name === 'ol') lists.pop()
    else if (name === 'a') closeLink()
  }

  function closeLink(): void {
    if (link?.href) {
      const text = parts.slice(link.firstPart).join('').trim()
      const address = link.href.replace(/^(?:mailto|tel):/i, '')
      if (text === '') writeText(address)
      else if (text !== address && text !== link.href) parts.push(` (${address})`)
    }
    link = undefined
  }

  for (const [token, slash, name, attributes] of html.matchAll(/<(\/?)([a-z0-9]+)((?: [^<>]*)?)>|[^<]+/g)) {
    if (name === undefined) {
      writeText(decode(token))
      continue
    }
    // A paragraph that begins a list item stays beside the item's dash.
    if (slash || parts.length !== markerEnd) breaks = Math.max(breaks, BREAKS[name] ?? 0)
    if (slash) close(name)
    else open(name, attributes ?? '')
  }
  return parts.join('').trim()
}

function attributeOf(attributes: string, name: string): string {
  return decode(new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? '')
}

function decode(text: string): string {
  return text.includes('&') ? text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]!) : text
}

/** The text on one line, cut after `max` characters (code points) and then ended by `...` (tidysupport sheet 3.2). */
export function preview(text: string, max = 140): string {
  let line = ''
  for (const [word] of text.matchAll(/\S+/g)) {
    line += line === '' ? word : ` ${word}`
    // Enough, whatever the characters: one takes two code units at most.
    if (line.length > 2 * max) break
  }
  if (line.length <= max) return line
  const characters = Array.from(line.slice(0, 2 * max + 2))
  return characters.length <= max ? line : `${characters.slice(0, max).join('')}...`
}
