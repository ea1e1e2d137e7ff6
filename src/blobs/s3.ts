import { createReadStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Blobs, isBlobKey } from './blobs.ts'
import { createReceiver } from './receive.ts'
import { type S3Keys, type S3Request, sendS3Request } from './s3-request.ts'

export type S3Settings = S3Keys & {
  bucket: string
  /** Before every name, without slashes at its ends; may be empty. */
  prefix: string
  /** Of another store than Amazon's. */
  endpoint: string | null
  /** Whether the bucket is named in the path instead of in the host name. */
  pathStyle: boolean
}

const EMPTY_DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const ATTEMPTS = 4
const FIRST_WAIT_MS = 100

/** Keeps blobs as objects of an S3 bucket, under the names they have below the folder of a disk store; `incoming` is a folder of this machine. */
export function createS3Blobs(settings: S3Settings, incoming: string): Blobs {
  const receiver = createReceiver(incoming)
  const send = (method: S3Request['method'], key: string, request: Partial<S3Request> = {}) =>
    sendPatiently(settings, { method, url: objectUrl(settings, key), digest: EMPTY_DIGEST, headers: {}, ...request })
  return {
    ...receiver,
    async put(key, received) {
      // The store compares the digest with the bytes that it gets.
      const headers = { 'content-length': String(received.sizeBytes), 'content-type': 'application/octet-stream' }
      const open = () => createReadStream(received.path)
      const answer = await send('PUT', key, { digest: received.digest, headers, body: open })
      await expect(answer, 'PUT', [200])
      answer.resume()
      await receiver.discard(received)
    },
    async open(key, range) {
      if (!isBlobKey(key)) return undefined
      const answer = await send('GET', key, { headers: range ? { range: `bytes=${range.start}-${range.end}` } : {} })
      if (answer.statusCode === 404) {
        answer.resume()
        return undefined
      }
      return expect(answer, 'GET', [range ? 206 : 200])
    },
    async remove(key) {
      const answer = await send('DELETE', key)
      ;(await expect(answer, 'DELETE', [200, 204, 404])).resume()
    },
  }
}

/** The address of an object. */
export function objectUrl(
  { bucket, prefix, endpoint, region, pathStyle }: Omit<S3Settings, 'accessKeyId' | 'secretAccessKey'>,
  key: string,
): URL {
  const url = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`)
  if (!pathStyle) url.host = `${bucket}.${url.host}`
  const names = [...(pathStyle ? [bucket] : []), ...(prefix === '' ? [] : prefix.split('/')), key.slice(0, 2), key]
  url.pathname = `/${names.map(encodeURIComponent).join('/')}`
  return url
}

/** Every request may be made twice, so one that failed for no fault of its own is made again. */
async function sendPatiently(settings: S3Settings, request: S3Request): Promise<IncomingMessage> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === ATTEMPTS
    try {
      const answer = await sendS3Request(settings, request)
      const status = answer.statusCode ?? 0
      if (last || (status < 500 && status !== 429)) return answer
      answer.resume()
    } catch (error) {
      if (last) throw new Error(`The blob store at ${request.url.host} cannot be reached.`, { cause: error })
    }
    await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random())))
  }
}

/** The answer, when it has one of these statuses; otherwise an error that names the store's own code. */
async function expect(answer: IncomingMessage, method: string, statuses: readonly number[]): Promise<IncomingMessage> {
  if (statuses.includes(answer.statusCode ?? 0)) return answer
  const code = /<Code>(\w+)<\/Code>/.exec(await text(answer))?.[1]
  throw new Error(`The blob store refused ${method} with ${answer.statusCode}${code ? ` ${code}` : ''}.`)
}
