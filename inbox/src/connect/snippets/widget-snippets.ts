/** The line that puts a channel's widget on a site. Pure. */
export function writeScriptTag(url: string, identifier: string): string {
  return `<script src="${url}/widget.js" data-channel="${identifier}" async></script>`
}

/** The same for somebody who is signed in on the site. Pure. */
export function writeIdentifiedTag(url: string, identifier: string): string {
  return `<script src="${url}/widget.js" data-channel="${identifier}"
  data-identifier="USER_ID" data-identifier-hash="HASH" async></script>`
}

/** How a site's own server proves who its visitor is. Pure. */
export function writeIdentityProof(): string {
  return `import { createHmac } from 'node:crypto'

const key = process.env.PARLEY_IDENTITY_KEY ?? ''

/** The HASH of somebody who is signed in on your site, by your own id for them. */
export function identityHash(identifier: string): string {
  return createHmac('sha256', key).update(identifier).digest('hex')
}`
}
