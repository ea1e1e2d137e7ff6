/** What one browser remembers of one channel. Where it may not remember anything, or has no room, the page does until it is left. */
export type Keep = {
  get<T>(name: string): T | undefined
  set(name: string, value: unknown): void
  clear(): void
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

export function createKeep(channel: string, storageOf: () => Storage = () => localStorage): Keep {
  const memory = new Map<string, string>()
  const names = new Set<string>()
  const at = (name: string) => `parley:${channel}:${name}`

  function attempt<T>(work: (storage: Storage) => T): T | undefined {
    try {
      return work(storageOf())
    } catch {
      // Forbidden, or full.
      return undefined
    }
  }

  return {
    get<T>(name: string): T | undefined {
      const text = memory.get(name) ?? attempt((storage) => storage.getItem(at(name)))
      try {
        return text == null ? undefined : (JSON.parse(text) as T)
      } catch {
        return undefined
      }
    },
    set(name, value) {
      names.add(name)
      const text = value === undefined ? undefined : JSON.stringify(value)
      if (text === undefined) {
        memory.delete(name)
        attempt((storage) => storage.removeItem(at(name)))
        return
      }
      const isKept = attempt((storage) => {
        storage.setItem(at(name), text)
        return storage.getItem(at(name)) === text
      })
      if (isKept) memory.delete(name)
      else memory.set(name, text)
    },
    clear() {
      for (const name of ['token', 'contact', 'named', 'outbox', 'draft', 'open', ...names]) this.set(name, undefined)
    },
  }
}
