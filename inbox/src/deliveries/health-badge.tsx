import type { Webhook } from '../api/wire.ts'
import { Badge } from '../ui/badge.tsx'
import { words } from '../words/words.ts'
import { healthOf, toneOf } from './health.ts'
import { formatMoment } from './time.tsx'

const says = words.deliveries.health

/** How a webhook is, in a word. */
export function HealthBadge({ webhook }: { webhook: Webhook }) {
  const health = healthOf(webhook)
  return <Badge tone={toneOf(health)}>{health.kind === 'behind' ? says.behind(health.count) : says[health.kind]}</Badge>
}

/** The same in a sentence. */
export function healthSentence(webhook: Webhook): string {
  const health = healthOf(webhook)
  switch (health.kind) {
    case 'failing': {
      const rest = health.restsUntil === null ? '' : ` ${says.restsUntil(formatMoment(health.restsUntil))}`
      return `${says.failingSince(formatMoment(health.since), health.error)}${rest}`
    }
    case 'paused':
      return health.reason ?? (health.since === null ? says.pausedBySomebody : says.pausedSince(formatMoment(health.since)))
    default:
      return says.sentences[health.kind]
  }
}
