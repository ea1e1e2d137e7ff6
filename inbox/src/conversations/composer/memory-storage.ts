import type { KeyValues } from './entry-store.ts'

/** A storage that lasts as long as the page, for where a browser allows no other; a copy of another where one is given. */
export function memoryStorage(of?: KeyValues): KeyValues {
  const values = new Map<string, string>()
  for (let index = 0; of && index < of.length; index++) {
    const key = of.key(index) as string
    values.set(key, of.getItem(key) as string)
  }
  return {
    get length() {
      return values.size
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  }
}
