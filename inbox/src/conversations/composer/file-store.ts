import type { FileStore } from './run-outbox.ts'

const STORE = 'files'

/** Keeps the files of messages that are on their way in the browser's own database. Where there is none, or it is full, files are lost with a reload. */
export function fileStore(name: string): FileStore {
  let opened: Promise<IDBDatabase> | undefined

  function open(): Promise<IDBDatabase> {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    return opened
  }

  async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    try {
      const database = await open()
      return await new Promise((resolve, reject) => {
        const request = work(database.transaction(STORE, mode).objectStore(STORE))
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    } catch {
      return undefined
    }
  }

  return {
    get: (key) => run<File[]>('readonly', (store) => store.get(key)),
    async put(key, files) {
      await run('readwrite', (store) => store.put(files, key))
    },
    async remove(key) {
      await run('readwrite', (store) => store.delete(key))
    },
  }
}
