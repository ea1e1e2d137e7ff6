/** Who is told that an account's log has grown. */
export type Growth = { tell(accountId: number): void; listen(listener: (accountId: number) => void): () => void }

export function createGrowth(): Growth {
  const listeners = new Set<(accountId: number) => void>()
  return {
    tell(accountId) {
      for (const listener of listeners) listener(accountId)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
