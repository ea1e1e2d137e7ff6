/** Who types in a conversation, until when, by `kind:id`. */
export type Typists = ReadonlyMap<string, { kind: string; id: number; private: boolean; untilMs: number }>

/** Whoever has said nothing for this long does not type any more (docs/streams.md). */
const LASTS_MS = 10_000

export type TypingSign = { author: { kind: string; id: number }; on: boolean; private: boolean }

export function afterTyping(typists: Typists, { author, on, private: isPrivate }: TypingSign, nowMs: number): Typists {
  const next = new Map(typists)
  const key = `${author.kind}:${author.id}`
  if (on) next.set(key, { kind: author.kind, id: author.id, private: isPrivate, untilMs: nowMs + LASTS_MS })
  else next.delete(key)
  return next
}

/** Those who type still; the same map where nobody has stopped. */
export function stillTyping(typists: Typists, nowMs: number): Typists {
  const rest = [...typists].filter(([, { untilMs }]) => untilMs > nowMs)
  return rest.length === typists.size ? typists : new Map(rest)
}

/** When to say that one types, at most: receivers forget it after ten seconds. */
const SAY_EVERY_MS = 4_000

/** Says that one types, throttled, and that one has stopped. `say` is told what is to be sent. */
export function typingSpeaker(say: (on: boolean, isPrivate: boolean) => void, now: () => number = Date.now) {
  let said: { at: number; isPrivate: boolean } | undefined
  const stop = () => {
    if (said) say(false, said.isPrivate)
    said = undefined
  }
  return {
    typed(isPrivate: boolean) {
      if (said && said.isPrivate !== isPrivate) stop()
      if (said && now() - said.at < SAY_EVERY_MS) return
      said = { at: now(), isPrivate }
      say(true, isPrivate)
    },
    stop,
  }
}
