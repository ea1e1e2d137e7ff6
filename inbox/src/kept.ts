/** What this device remembers. Where a browser keeps nothing (a private window, a full disk) everything works and is forgotten with the page. */
const PREFIX = 'parley:'

/** The name something is kept by, as other tabs are told of it. */
export function keyOf(key: string): string {
  return PREFIX + key
}

export function readText(key: string): string | null {
  try {
    return localStorage.getItem(keyOf(key))
  } catch {
    return null
  }
}

/** Keeps a text; null forgets it. */
export function keepText(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(keyOf(key))
    else localStorage.setItem(keyOf(key), text)
  } catch {
    // Nothing depends on it.
  }
}

/** The same as JSON; whatever cannot be read counts as never kept. */
export function readKept<T>(key: string): T | undefined {
  try {
    return JSON.parse(readText(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

export function keep(key: string, value: unknown): void {
  keepText(key, value === undefined ? null : JSON.stringify(value))
}
