import type { Face } from '../api/wire.ts'
import { shellQuote } from '../ui/shell-quote.ts'

type Request = NonNullable<Face['request']>

/** A request as one line for a shell. `secret` takes the place of `<token>`. Pure. */
export function toCurl({ method, url, headers, body }: Request, secret = '<token>'): string {
  const parts = ['curl', '-s', ...(method === 'GET' ? [] : ['-X', method]), shellQuote(url)]
  for (const { name, value } of headers) parts.push('-H', shellQuote(`${name}: ${value.replace('<token>', () => secret)}`))
  if (body) parts.push('-d', shellQuote(JSON.stringify(body)))
  return parts.join(' ')
}

/** Whether one token is all the secret that a request has. */
export function takesToken({ headers }: Request): boolean {
  return headers.some(({ value }) => value.includes('<token>'))
}
