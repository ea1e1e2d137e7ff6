import type { DialectName } from '../model/token.ts'
import { digital99 } from './chatwoot/99digital.ts'
import { chatwoot } from './chatwoot/chatwoot.ts'
import { ndoto } from './chatwoot/ndoto.ts'
import type { Dialect, Outlet } from './dialect.ts'
import { mews } from './mews/mews.ts'
import { ondi } from './ondi/ondi.ts'
import { parley } from './parley/parley.ts'
import { tidysupport } from './tidysupport/tidysupport.ts'

/** Every dialect there is. Adding a vendor is one folder and one line here. */
export const DIALECTS: readonly Dialect[] = [chatwoot, ndoto, digital99, ondi, mews, parley, tidysupport]

/** How the dialects that have webhooks tell of what happens. */
export const OUTLETS: ReadonlyMap<DialectName, Outlet> = new Map(DIALECTS.flatMap(({ name, outlet }) => (outlet ? [[name, outlet]] : [])))
