import { ndoto } from './chatwoot/ndoto.ts'
import type { Dialect } from './dialect.ts'

/** Every dialect there is. Adding a vendor is one folder and one line here. */
export const DIALECTS: readonly Dialect[] = [ndoto]
