import { createHmac } from 'node:crypto'
import { signingSecrets } from '../../../core/webhooks/sending/signing-secrets.ts'
import type { Outlet, Signed } from '../../dialect.ts'
import { namesOf } from './event-names.ts'
import { render } from './render.ts'

/** TidySupport's webhooks (tidysupport sheet 7.2). */
export const outlet: Outlet = { timeoutMs: 10_000, namesOf, render, headers }

/** While a secret that was replaced is still good there is a `v1` of each, the new one's first. */
function headers({ webhook, atSeconds, body }: Signed): Record<string, string> {
  const said = `${atSeconds}.${body}`
  const signatures = signingSecrets(webhook, atSeconds).map((secret) => `v1=${createHmac('sha256', secret).update(said).digest('hex')}`)
  return { 'x-tidysupport-signature': [`t=${atSeconds}`, ...signatures].join(',') }
}
