import { signal } from '@preact/signals'

/** Where one is: the page, what follows it in the address, and what is asked for behind `?`. The address is `#/page/part/part?name=value`. */
export type Place = { page: string; parts: string[]; query: URLSearchParams }

/** The parts of an address' hash. Pure. */
export function readPlace(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?')
  const [page = '', ...parts] = path.split('/').filter(Boolean).map(decode)
  return { page, parts, query: new URLSearchParams(search) }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export const place = signal<Place>(readPlace(''))

/** Follows the address from now on. */
export function startRouter(): void {
  const read = () => {
    place.value = readPlace(location.hash)
  }
  addEventListener('hashchange', read)
  read()
}

/** Goes to an address such as `#/conversations/12`; with `replace` the way back leads past where one was. */
export function go(hash: string, options: { replace?: boolean } = {}): void {
  if (!options.replace) {
    location.hash = hash
    return
  }
  history.replaceState(null, '', hash)
  place.value = readPlace(hash)
}
