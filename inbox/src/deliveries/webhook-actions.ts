import { FlaskConical, KeyRound, Pause, Pencil, Play, RotateCcw, Trash2 } from 'lucide'
import type { Webhook } from '../api/wire.ts'
import type { Action } from '../palette/actions.ts'
import { words } from '../words/words.ts'
import { isMadeHere } from './health.ts'
import type { WebhookStore } from './webhook-store.ts'

const says = words.deliveries

/** What a dialog asks for first. */
export type Asked = 'edit' | 'rotate' | 'replay' | 'delete'
export type Doing = {
  store: WebhookStore
  webhook: Webhook
  run: (work: () => Promise<void>, done: string) => void
  ask: (what: Asked) => void
}

/** Everything that can be done to a webhook, for the palette. */
export function webhookActions({ store, webhook, run, ask }: Doing): Action[] {
  const isActive = webhook.status === 'active'
  const isMade = isMadeHere(webhook)
  const group = 'webhooks'
  return [
    {
      id: 'webhook.try',
      group,
      words: says.palette.tryNow,
      icon: Play,
      isOffered: () => isActive && webhook.failingSince !== null,
      run: () => run(() => store.resume('here'), says.done.tried),
    },
    {
      id: 'webhook.test',
      group,
      words: says.palette.test,
      icon: FlaskConical,
      isOffered: () => isActive && isMade,
      run: () => run(store.test, says.done.tested),
    },
    {
      id: 'webhook.pause',
      group,
      words: says.palette.pause,
      icon: Pause,
      isOffered: () => isActive,
      run: () => run(store.pause, says.done.paused),
    },
    {
      id: 'webhook.resume',
      group,
      words: says.palette.resumeHere,
      icon: Play,
      isOffered: () => !isActive,
      run: () => run(() => store.resume('here'), says.done.resumed),
    },
    {
      id: 'webhook.skip',
      group,
      words: says.palette.resumeNow,
      icon: Play,
      isOffered: () => !isActive,
      run: () => run(() => store.resume('now'), says.done.resumed),
    },
    { id: 'webhook.edit', group, words: says.palette.edit, icon: Pencil, isOffered: () => isMade, run: () => ask('edit') },
    {
      id: 'webhook.rotate',
      group,
      words: says.palette.rotate,
      icon: KeyRound,
      isOffered: () => webhook.target === 'webhook',
      run: () => ask('rotate'),
    },
    { id: 'webhook.replay', group, words: says.palette.replay, icon: RotateCcw, run: () => ask('replay') },
    { id: 'webhook.delete', group, words: says.palette.delete, icon: Trash2, isOffered: () => isMade, run: () => ask('delete') },
  ]
}
