import type { Face } from '../api/wire.ts'

/** The colour of each API's mark. */
export const COLOURS: Record<Face['dialect'], string> = {
  ondi: 'var(--ondi)',
  ndoto: 'var(--ndoto)',
  '99digital': 'var(--digital)',
  mews: 'var(--mews)',
  tidysupport: 'var(--tidysupport)',
  chatwoot: 'var(--chatwoot)',
  parley: 'var(--parley)',
}

/** The vendors in the order in which they resemble one another; Parley's own last. */
const ORDER = Object.keys({ chatwoot: 0, ndoto: 0, '99digital': 0, ondi: 0, mews: 0, tidysupport: 0, parley: 0 } satisfies Record<
  Face['dialect'],
  0
>)

export function inOrder(faces: readonly Face[]): Face[] {
  return faces.toSorted((a, b) => ORDER.indexOf(a.dialect) - ORDER.indexOf(b.dialect))
}
