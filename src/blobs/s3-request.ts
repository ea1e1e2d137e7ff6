import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AwsV4Signer } from 'aws4fetch'

export type S3Keys = { region: string; accessKeyId: string; secretAccessKey: string }

/** `digest` is the SHA-256 of the body in hex; `body` opens it, as often as the request is made. */
export type S3Request = {
  method: 'GET' | 'PUT' | 'DELETE'
  url: URL
  digest: string
  headers: Record<string, string>
  body?: () => Readable
}

/** How long a connection may be silent until the answer begins. */
const SILENCE_MS = 30_000

/** Signs a request, sends it once, and answers as soon as the headers of the answer are there. */
export async function sendS3Request(keys: S3Keys, request: S3Request): Promise<IncomingMessage> {
  const headers = await signS3Request(keys, request, new Date())
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const send = request.url.protocol === 'https:' ? requestHttps : requestHttp
  const sent = send(request.url, { method: request.method, headers, timeout: SILENCE_MS }, (answer) => {
    sent.setTimeout(0) // how fast it is read is up to whoever reads it
    resolve(answer)
  })
  sent.on('error', reject)
  sent.on('timeout', () => sent.destroy(new Error(`No answer for ${SILENCE_MS / 1000} seconds.`)))
  if (request.body) pipeline(request.body(), sent).catch(reject)
  else sent.end()
  return promise
}

/** The headers of a request with its signature (AWS Signature Version 4), which covers all of them. */
export async function signS3Request(keys: S3Keys, { method, url, digest, headers }: S3Request, now: Date): Promise<Record<string, string>> {
  const signer = new AwsV4Signer({
    ...keys,
    service: 's3',
    method,
    url: url.href,
    headers: { ...headers, 'x-amz-content-sha256': digest },
    datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ''),
    allHeaders: true,
  })
  const signed = await signer.sign()
  return Object.fromEntries(signed.headers)
}
