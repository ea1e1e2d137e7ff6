import type { IncomingMessage } from 'node:http'
import type { Core } from '../core/context.ts'
import { authenticate } from '../core/tokens/authenticate.ts'
import type { DialectName } from '../model/token.ts'
import { bearerOf } from './requests.ts'

/** The paths that are each vendor's own at the root (design, "Dialects, and how a request finds its own"). */
const ROOT_PATHS: [RegExp, DialectName | 'family'][] = [
  [/^\/api\/connector\/v1(?=\/|$)/, 'mews'],
  [/^\/v1\/(?:workspaces|customers|webhooks|analytics)(?=[/?]|$)/, 'tidysupport'],
  [/^\/(?:v1\/)?(?:messaging|users\/me|customer\/support|auth\/(?:login|refresh)|delivery)(?=[/?]|$)/, 'ondi'],
  [/^\/public\/api\/v1(?=\/|$)/, 'chatwoot'],
  [/^\/platform\/api\/v1(?=\/|$)/, 'chatwoot'],
  [/^\/auth\/(?:sign_in|sign_out|validate_token)(?=[/?]|$)/, 'chatwoot'],
  [/^\/cable(?=[/?]|$)/, 'chatwoot'],
  [/^\/api\/v[12](?=\/|$)/, 'family'],
  [/^\/api\/?(?=\?|$)/, 'family'],
]
/** What the server answers itself, whatever host name it is reached by. */
const OWN_PATHS = /^\/(?:files|docs|healthz|readyz|metrics|widget\.js|demo|inbox)(?=[/?]|$)/
const FAMILY: readonly DialectName[] = ['chatwoot', 'ndoto', '99digital']

export type FindDialect = (request: IncomingMessage) => Promise<void> | undefined

/**
 * Writes the mount prefix of a request's dialect before its path, so that every route exists once. First match wins: a prefix that is there already, the
 * host name, the vendor's own paths; where the Chatwoot family shares paths, the dialect of the token. Never the body.
 */
export function createFindDialect(core: Core, mounts: Record<DialectName, string>, hosts: ReadonlyMap<string, DialectName>): FindDialect {
  const byMount = new Map(Object.entries(mounts).map(([name, mount]) => [mount.slice(1), name as DialectName]))
  const prefixed = new RegExp(`^/(${[...byMount.keys()].join('|')})(?=[/?]|$)`)

  function enter(request: IncomingMessage, dialect: DialectName): void {
    request.url = mounts[dialect] + request.url
    tidy(request, dialect)
  }

  return (request) => {
    const url = request.url ?? '/'
    const prefix = prefixed.exec(url)?.[1]
    if (prefix !== undefined) {
      tidy(request, byMount.get(prefix))
      return undefined
    }
    const host =
      hosts.size > 0 && !OWN_PATHS.test(url) ? hosts.get((request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()) : undefined
    if (host) {
      enter(request, host)
      return undefined
    }
    const owner = ROOT_PATHS.find(([path]) => path.test(url))?.[1]
    if (!owner) return undefined
    if (owner !== 'family') {
      enter(request, owner)
      return undefined
    }
    return dialectOfToken(core, request).then((dialect) => enter(request, dialect))
  }
}

async function dialectOfToken(core: Core, request: IncomingMessage): Promise<DialectName> {
  const header = request.headers.api_access_token ?? request.headers['api-access-token'] ?? bearerOf(request.headers)
  try {
    const token = await authenticate(core, typeof header === 'string' ? header : undefined)
    return FAMILY.includes(token.dialect) ? token.dialect : 'chatwoot'
  } catch {
    return 'chatwoot' // it refuses the token itself, in its own words
  }
}

/** The Chatwoot family takes a trailing slash and `.json` (chatwoot sheet 1); OnDi an optional `/v1` (ondi sheet 1). */
function tidy(request: IncomingMessage, dialect: DialectName | undefined): void {
  const url = request.url ?? ''
  if (dialect === 'ondi') request.url = url.replace(/^\/ondi\/v1(?=\/)/, '/ondi')
  if (!dialect || !FAMILY.includes(dialect)) return
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  if (!path.endsWith('/') && !path.endsWith('.json')) return
  // The scope's own `/openapi.json` keeps its name.
  const trimmed = path.replace(/\/$/, '').replace(/(?<!\/openapi)\.json$/, '')
  request.url = query < 0 ? trimmed : trimmed + url.slice(query)
}
