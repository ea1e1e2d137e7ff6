import { type Invocation, UsageError } from '../command.ts'
import { withStore } from '../with-store.ts'
import { allow } from './allow.ts'
import { pause, replay, resume } from './change.ts'
import { deliveries } from './deliveries.ts'
import { list } from './list.ts'
import { show } from './show.ts'
import type { WebhookWork } from './webhook-work.ts'

type Act = { run: (work: WebhookWork) => Promise<void>; words: readonly string[] }
const ACTS: Record<string, Act> = {
  list: { run: list, words: [] },
  show: { run: show, words: ['ID'] },
  pause: { run: pause, words: ['ID'] },
  resume: { run: resume, words: ['ID'] },
  replay: { run: replay, words: ['ID'] },
  deliveries: { run: deliveries, words: ['ID'] },
  allow: { run: allow, words: ['ID', 'RANGES'] },
}

/** `parley webhook list | show | pause | resume | replay | deliveries | allow`: works on the store; a server that runs beside it finds what changed within seconds. */
export async function webhook({ settings, words, flags, terminal }: Invocation): Promise<number> {
  const [action = '', ...rest] = words
  const act = Object.hasOwn(ACTS, action) ? ACTS[action] : undefined
  if (!act) throw new UsageError(`The command is \`parley webhook ${Object.keys(ACTS).join(' | ')}\`.`)
  if (rest.length !== act.words.length) throw new UsageError(`The command is \`parley ${['webhook', action, ...act.words].join(' ')}\`.`)
  return withStore(settings.config, async (core) => {
    await act.run({ core, flags, words: rest, out: terminal.out })
  })
}
