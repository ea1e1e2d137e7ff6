import type { CallAnswer, CallOptions, TestServer } from './harness.ts'

export type ParleyClient = {
  get(path: string, options?: CallOptions): Promise<CallAnswer>
  post(path: string, body?: unknown, options?: CallOptions): Promise<CallAnswer>
  patch(path: string, body: unknown, options?: CallOptions): Promise<CallAnswer>
  delete(path: string, options?: CallOptions): Promise<CallAnswer>
}

/** A client of Parley's own API. */
export function parleyClient(server: TestServer, token: string): ParleyClient {
  function send(method: string, path: string, options: CallOptions): Promise<CallAnswer> {
    return server.call(method, `/parley/v1${path}`, { token, ...options })
  }
  return {
    get: (path, options = {}) => send('GET', path, options),
    post: (path, body, options = {}) => send('POST', path, { body, ...options }),
    patch: (path, body, options = {}) => send('PATCH', path, { body, ...options }),
    delete: (path, options = {}) => send('DELETE', path, options),
  }
}
