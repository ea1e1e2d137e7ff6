import { offlineError, toApiError } from './api-error.ts'

/** How a request is made known to the server: as a session of this page (a cookie and its CSRF token), or with a Bearer token. */
export type Credential = { csrf: string } | { token: string }

export type Api = {
  /** Reads; `query` leaves out what is undefined, and says an array's values one by one. */
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T>
  /** Writes. `key` is an Idempotency-Key: with the same one the same request is made once, however often it is sent. */
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, key?: string): Promise<T>
  /** An address of the API, for what no fetch is made for. */
  address(path: string, query?: Query): string
  /** The headers every request carries. */
  headers(method: string): Record<string, string>
}

export type Query = Record<string, string | number | boolean | readonly string[] | undefined>

/** Parley's own API. Every refusal is thrown as an `ApiError`. `onSignedOut` is told when the credential is good no more. */
export function createApi(options: { base: string; credential: () => Credential | undefined; onSignedOut?: () => void }): Api {
  const { base, credential, onSignedOut } = options

  function headers(method: string): Record<string, string> {
    const known = credential()
    if (!known) return {}
    if ('token' in known) return { authorization: `Bearer ${known.token}` }
    return method === 'GET' ? {} : { 'x-csrf-token': known.csrf }
  }

  function address(path: string, query: Query = {}): string {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue
      for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
    }
    const text = search.toString()
    return `${base}${path}${text === '' ? '' : `?${text}`}`
  }

  async function ask<T>(url: string, init: RequestInit): Promise<T> {
    const answer = await fetch(url, init).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw offlineError()
    })
    if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T
    const error = await toApiError(answer)
    if (answer.status === 401 && credential()) onSignedOut?.()
    throw error
  }

  return {
    address,
    headers,
    get: (path, query, signal) => ask(address(path, query), { headers: headers('GET'), signal }),
    send(method, path, body, key) {
      const isForm = body instanceof FormData
      return ask(address(path), {
        method,
        headers: {
          ...headers(method),
          ...(body !== undefined && !isForm ? { 'content-type': 'application/json' } : {}),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
      })
    },
  }
}

/** A key for one write that may have to be sent again. */
export function newKey(): string {
  return crypto.randomUUID()
}
