import type { Identity } from './options.ts'
import type { Message, Sent, Visit } from './wire.ts'

/** A request that was not answered as hoped; `status` is 0 where nobody answered. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }

  /** Whether the same may succeed later without anybody changing anything. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

export type Outbound = { key: string; text: string; files: readonly File[]; parentId?: number }
export type MessagePage = { messages: Message[]; nextBefore: number | null }

/** What a widget asks of Parley, with its visitor's token and never with a cookie. */
export type WidgetApi = ReturnType<typeof createApi>

export function createApi(base: string, channel: string) {
  let token: string | undefined
  const widget = `${base}/parley/v1/widget/${encodeURIComponent(channel)}`

  const authorized = (): Record<string, string> => (token === undefined ? {} : { authorization: `Bearer ${token}` })

  async function ask<T>(method: string, url: string, body?: unknown, headers: Record<string, string> = authorized()): Promise<T> {
    const init: RequestInit = { method, headers, credentials: 'omit' }
    if (body !== undefined) {
      init.headers = { ...headers, 'content-type': 'application/json' }
      init.body = JSON.stringify(body)
    }
    const [status, text] = await fetch(url, init)
      .then(async (answer) => [answer.status, await answer.text()] as const)
      // An answer that breaks off is none.
      .catch(() => {
        throw new Refusal(0, 'offline', '')
      })
    return read<T>(status, text)
  }

  return {
    use(given: string | undefined): void {
      token = given
    },

    open(said: Identity & { token?: string | undefined }): Promise<Visit> {
      return ask('POST', `${widget}/session`, said, {})
    },

    /** `onProgress` is told how much of the files has gone, from 0 to 1. The same `key` is taken once, however often it is sent. */
    send({ key, files, text, parentId }: Outbound, visitor: object, onProgress: (part: number) => void): Promise<Sent> {
      const headers = { ...authorized(), 'idempotency-key': key }
      const said = { text, parentId, visitor }
      if (files.length === 0) return ask('POST', `${widget}/messages`, said, headers)
      const form = new FormData()
      form.append('message', JSON.stringify(said))
      for (const file of files) form.append('files', file, file.name)
      return upload<Sent>(`${widget}/messages`, form, headers, onProgress)
    },

    messages(conversationId: number, page: { before?: number; after?: number }): Promise<MessagePage> {
      const query = new URLSearchParams({ limit: '30' })
      for (const [name, value] of Object.entries(page)) query.set(name, String(value))
      return ask('GET', `${base}/parley/v1/conversations/${conversationId}/messages?${query}`)
    },

    read(conversationId: number, seq: number): Promise<unknown> {
      return ask('POST', `${base}/parley/v1/conversations/${conversationId}/read`, { seq })
    },

    typing(conversationId: number, on: boolean): Promise<unknown> {
      return ask('POST', `${base}/parley/v1/conversations/${conversationId}/typing`, { on })
    },

    /** The body of the event stream behind a position; now, without one. */
    async stream(after: number | undefined, types: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
      const query = new URLSearchParams({ types, ...(after !== undefined && { after: String(after) }) })
      const headers = { ...authorized(), accept: 'text/event-stream' }
      const answer = await fetch(`${base}/parley/v1/events?${query}`, { headers, signal, credentials: 'omit', cache: 'no-store' })
      if (!answer.ok || !answer.body) return read(answer.status || 500, await answer.text())
      return answer.body
    },
  }
}

/** `fetch` does not say how much of a body has gone. */
function upload<T>(url: string, form: FormData, headers: Record<string, string>, onProgress: (part: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / (total || 1))
    request.onerror = () => reject(new Refusal(0, 'offline', ''))
    request.onload = () => {
      try {
        resolve(read<T>(request.status, request.responseText))
      } catch (error) {
        reject(error)
      }
    }
    request.send(form)
  })
}

function read<T>(status: number, text: string): T {
  if (status === 204) return undefined as T
  let body: { error?: { code?: string; message?: string } } | undefined
  try {
    body = JSON.parse(text)
  } catch {
    // A proxy between answered in words of its own.
  }
  if (status >= 200 && status < 300 && body) return body as T
  throw new Refusal(status >= 200 && status < 300 ? 502 : status, body?.error?.code ?? 'unexpected', body?.error?.message ?? '')
}
