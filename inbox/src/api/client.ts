import { ApiError, offlineError, toApiError } from './api-error.ts'

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
  /** Makes a request, and makes it once more where another session has taken the place of this page's meanwhile. */
  again<T>(request: () => Promise<T>): Promise<T>
}

export type Query = Record<string, string | number | boolean | readonly string[] | undefined>

type ApiOptions = {
  base: string
  credential: () => Credential | undefined
  /** Told when the credential is good no more. */
  onSignedOut?: () => void
  /** Takes up the session that another tab has opened; says whether it is the same person's, whose request may be made again. */
  renew?: () => Promise<boolean>
}

/** Parley's own API. Every refusal is thrown as an `ApiError`. */
export function createApi({ base, credential, onSignedOut, renew }: ApiOptions): Api {
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
    const answer = await fetch(url, init).catch(giveUp)
    // An answer may break off, or be a proxy's own.
    if (answer.ok) return (answer.status === 204 ? undefined : await answer.json().catch(giveUp)) as T
    const error = await toApiError(answer)
    if (answer.status === 401 && credential()) onSignedOut?.()
    throw error
  }

  async function again<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request()
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'csrf_invalid' || !(await renew?.().catch(() => false))) throw error
      return request()
    }
  }

  return {
    address,
    headers,
    again,
    get: (path, query, signal) => ask(address(path, query), { headers: headers('GET'), signal }),
    send(method, path, body, key) {
      const isForm = body instanceof FormData
      const request = () =>
        ask<never>(address(path), {
          method,
          headers: {
            ...headers(method),
            ...(body !== undefined && !isForm ? { 'content-type': 'application/json' } : {}),
            ...(key === undefined ? {} : { 'idempotency-key': key }),
          },
          body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
        })
      return again(request)
    },
  }
}

/** What is no answer; a request that its own page broke off stays that. */
function giveUp(error: unknown): never {
  throw error instanceof DOMException && error.name === 'AbortError' ? error : offlineError()
}

/** A key for one write that may have to be sent again. */
export function newKey(): string {
  return crypto.randomUUID()
}
