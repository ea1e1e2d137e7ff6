/** The value a JSON pointer (RFC 6901) leads to; undefined where it leads nowhere. Keys with `~` or `/` in them are no keys of any dialect's. */
export function resolvePointer(value: unknown, pointer: string): unknown {
  let found = value
  for (const key of pointer.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined
    found = (found as Record<string, unknown>)[key]
  }
  return found
}

/** The pointer to what `part` names in an answer's body, or null where it is not there. */
export function locate(body: unknown, { at, where }: { at: string; where?: readonly [field: string, value: unknown] }): string | null {
  const found = resolvePointer(body, at)
  if (!where) return found === undefined ? null : at
  if (!Array.isArray(found)) return null
  const index = found.findIndex((item) => resolvePointer(item, `/${where[0]}`) === where[1])
  return index < 0 ? null : `${at}/${index}`
}
