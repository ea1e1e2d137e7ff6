import type { DialectName } from '../../src/model/token.ts'
import { DIGITAL99 } from './99digital.ts'
import { CHATWOOT } from './chatwoot.ts'
import { MEWS } from './mews.ts'
import { NDOTO } from './ndoto.ts'
import { ONDI } from './ondi.ts'
import type { Row } from './row.ts'
import { TIDYSUPPORT } from './tidysupport.ts'

/** Every operation that a vendor's sheet names, and every other one that is served in its dialect. Parley's own API has no vendor. */
export const COVERAGE: Record<Exclude<DialectName, 'parley'>, Row[]> = {
  chatwoot: CHATWOOT,
  ndoto: NDOTO,
  '99digital': DIGITAL99,
  ondi: ONDI,
  mews: MEWS,
  tidysupport: TIDYSUPPORT,
}
