import type { AuthorRef } from '../../model/author.ts'
import type { Core } from '../context.ts'

/** Who is there: members and contacts with a stream or a socket open, in any process. */
export type Presence = {
  /** Somebody is there, once more; gives what ends it: after a moment, or at once for whoever was waited for already. */
  enter(accountId: number, author: AuthorRef): (how?: { atOnce: boolean }) => void
  list(accountId: number): AuthorRef[]
  has(accountId: number, author: AuthorRef): boolean
  /** Another process says who is there with it, or no more. */
  hear(from: string, accountId: number, author: AuthorRef, online: boolean): void
}

/** Who loses a stream may be back at once, and was then never gone. Milliseconds. */
const GRACE_MS = 3_000
/** How often it is said again who is there, and when what another process said is over. Milliseconds. */
const REPEAT_MS = 20_000
const BELIEVE_MS = 65_000
const MAX_REPEATED = 5_000

/** Here: how many streams. Elsewhere: until when each process is believed. */
type Place = { accountId: number; author: AuthorRef; here: number; elsewhere: Map<string, number>; leaving: NodeJS.Timeout | undefined }

export function createPresence(coreOf: () => Core): Presence {
  const places = new Map<string, Place>()
  let timer: NodeJS.Timeout | undefined

  const keyOf = (accountId: number, author: AuthorRef) => `${accountId} ${author.kind} ${author.id}`

  function placeOf(accountId: number, author: AuthorRef): Place {
    const key = keyOf(accountId, author)
    let place = places.get(key)
    if (!place) {
      place = { accountId, author: { kind: author.kind, id: author.id }, here: 0, elsewhere: new Map(), leaving: undefined }
      places.set(key, place)
      timer ??= setInterval(repeat, REPEAT_MS).unref()
    }
    return place
  }

  const isThere = (place: Place) => place.here > 0 || place.leaving !== undefined || place.elsewhere.size > 0

  /** Does something to a place, and tells those who look, here, if somebody came or went by it. */
  function change(place: Place, work: () => void): void {
    const before = isThere(place)
    work()
    const online = isThere(place)
    if (!online) places.delete(keyOf(place.accountId, place.author))
    if (online !== before) tellHere(place, online)
  }

  function tellHere({ accountId, author }: Place, online: boolean): void {
    const { signals, now } = coreOf()
    signals.tell({ kind: 'presence', accountId, author, online, at: now() })
  }

  function tellOthers({ accountId, author }: Place, online: boolean): void {
    coreOf().signals.broadcast({ kind: 'presence', accountId, author, online, at: coreOf().now() })
  }

  function repeat(): void {
    const now = Date.now()
    let told = 0
    for (const place of places.values()) {
      if (place.here > 0 && told++ < MAX_REPEATED) tellOthers(place, true)
      change(place, () => {
        for (const [from, until] of place.elsewhere) if (until < now) place.elsewhere.delete(from)
      })
    }
    if (places.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    enter(accountId, author) {
      if (author.kind !== 'member' && author.kind !== 'contact') return () => {}
      const place = placeOf(accountId, author)
      if (place.here === 0 && place.leaving === undefined) tellOthers(place, true)
      change(place, () => {
        clearTimeout(place.leaving)
        place.leaving = undefined
        place.here += 1
      })
      const go = (work: () => void) => {
        change(place, work)
        if (place.here === 0 && place.leaving === undefined) tellOthers(place, false)
      }
      return ({ atOnce } = { atOnce: false }) => {
        if (place.here === 1 && !atOnce) {
          const left = () => {
            place.leaving = undefined
          }
          place.leaving = setTimeout(() => go(left), GRACE_MS).unref()
        }
        go(() => {
          place.here -= 1
        })
      }
    },
    list: (accountId) =>
      [...places.values()].filter((place) => place.accountId === accountId && isThere(place)).map(({ author }) => author),
    has(accountId, author) {
      const place = places.get(keyOf(accountId, author))
      return place !== undefined && isThere(place)
    },
    hear(from, accountId, author, online) {
      const place = placeOf(accountId, author)
      change(place, () => {
        if (online) place.elsewhere.set(from, Date.now() + BELIEVE_MS)
        else place.elsewhere.delete(from)
      })
    },
  }
}
