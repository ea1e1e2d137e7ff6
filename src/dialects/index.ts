import type { DialectName } from '../model/token.ts'
import { digital99 } from './chatwoot/99digital.ts'
import { chatwoot } from './chatwoot/chatwoot.ts'
import type { ChatwootAccess, FamilyAccess } from './chatwoot/connector.ts'
import { ndoto } from './chatwoot/ndoto.ts'
import type { Dialect, Outlet } from './dialect.ts'
import type { MewsAccess } from './mews/connector.ts'
import { mews } from './mews/mews.ts'
import type { OndiAccess } from './ondi/connector.ts'
import { ondi } from './ondi/ondi.ts'
import type { ParleyAccess } from './parley/connector.ts'
import { parley } from './parley/parley.ts'
import type { TidySupportAccess } from './tidysupport/connector.ts'
import { tidysupport } from './tidysupport/tidysupport.ts'

/** Every dialect there is. Adding a vendor is one folder and one line here. */
export const DIALECTS: readonly Dialect[] = [chatwoot, ndoto, digital99, ondi, mews, parley, tidysupport]

/** How the dialects that have webhooks tell of what happens. */
export const OUTLETS: ReadonlyMap<DialectName, Outlet> = new Map(DIALECTS.flatMap(({ name, outlet }) => (outlet ? [[name, outlet]] : [])))

/** What the clients of each have to be given. */
export type AccessByDialect = {
  chatwoot: ChatwootAccess
  ndoto: FamilyAccess
  '99digital': FamilyAccess
  ondi: OndiAccess
  mews: MewsAccess
  tidysupport: TidySupportAccess
  parley: ParleyAccess
}
