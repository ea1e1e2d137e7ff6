import { ApiError, offlineError, toApiError } from '../../api/api-error.ts'
import type { Api } from '../../api/client.ts'
import type { Message } from '../../api/wire.ts'
import type { OutboxEntry } from './outbox.ts'

/** Sends an entry under its key. With files it is a form, and `onProgress` is told how much of it has gone up. */
export async function postMessage(
  api: Api,
  entry: OutboxEntry,
  files: readonly File[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (share: number) => void },
): Promise<Message> {
  const path = `/conversations/${entry.conversationId}/messages`
  const message = { text: entry.text || undefined, private: entry.private || undefined, parentId: entry.parent?.id }
  if (files.length === 0) return api.send<Message>('POST', path, message, entry.key)
  const form = new FormData()
  form.append('message', JSON.stringify(message))
  for (const file of files) form.append('files', file, file.name)
  const headers = () => ({ ...api.headers('POST'), 'idempotency-key': entry.key })
  return api.again(() => upload<Message>(api.address(path), { form, headers: headers(), signal, onProgress }))
}

type Upload = { form: FormData; headers: Record<string, string>; signal: AbortSignal; onProgress: (share: number) => void }

/** `fetch` does not tell how much of a body has gone up. */
function upload<T>(address: string, { form, headers, signal, onProgress }: Upload): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && onProgress(loaded / total)
    request.onerror = () => reject(offlineError())
    request.onabort = () => reject(new ApiError('', { code: 'cancelled', status: 0 }))
    request.onload = () => {
      const answer = new Response(request.response as string, { status: request.status, headers: retryAfter(request) })
      if (answer.ok) answer.json().then(resolve as (value: unknown) => void, () => reject(offlineError()))
      else toApiError(answer).then(reject, reject)
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}

function retryAfter(request: XMLHttpRequest): Record<string, string> {
  const seconds = request.getResponseHeader('retry-after')
  return seconds === null ? {} : { 'retry-after': seconds }
}
