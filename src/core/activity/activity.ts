import type { Core } from '../context.ts'
import { createLogWatch, type LogWatch } from './watch-log.ts'
import { createProcessWatch, type ProcessWatch } from './watch-process.ts'
import { createTryWatch, type TryWatch } from './watch-tries.ts'

/** What happened in the last hour, minute by minute. The first two know accounts apart; what the third has is the installation's. */
export type Activity = { log: LogWatch; tries: TryWatch; process: ProcessWatch }

export function createActivity(coreOf: () => Core, now: () => number): Activity {
  return { log: createLogWatch(coreOf), tries: createTryWatch(now), process: createProcessWatch(coreOf) }
}
