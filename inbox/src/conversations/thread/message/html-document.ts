/** What the server lets nobody store; it is not shown either, should a store hold some. */
const NEVER = 'script, style, link, meta, base, iframe, frame, object, embed, form, input, button, textarea, select, svg, math'
const HARMLESS = /^(?:https?:|mailto:|tel:)/i

/**
 * A whole document around the HTML of a message, for a frame that runs nothing. Its own policy loads nothing but the stylesheet: pictures from elsewhere would tell their
 * server who reads when, so their words stand in their place. Links open beside the page, which they learn nothing of.
 */
export function toHtmlDocument(html: string, options: { styleUrl: string; theme: string | undefined; imageWord: string }): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  for (const element of body.querySelectorAll(NEVER)) element.remove()
  for (const link of body.querySelectorAll('a')) {
    if (!HARMLESS.test(link.getAttribute('href') ?? '')) link.removeAttribute('href')
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
  }
  for (const image of body.querySelectorAll('img')) {
    const words = document.createElement('span')
    words.className = 'image'
    words.textContent = image.alt || options.imageWord
    image.replaceWith(words)
  }
  const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
  const theme = options.theme ? ` data-theme="${options.theme}"` : ''
  return `<!doctype html><html${theme}><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="stylesheet" href="${options.styleUrl}"></head><body>${body.innerHTML}</body></html>`
}
