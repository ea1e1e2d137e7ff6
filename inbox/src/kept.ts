/** What this device remembers. Where a browser keeps nothing (a private window, a full disk) everything works and is forgotten with the page. */
const PREFIX = 'parley:'

export function readText(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key)
  } catch {
    return null
  }
}

/** Keeps a text; null forgets it. */
export function keepText(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, text)
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
