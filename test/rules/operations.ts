import assert from 'node:assert/strict'
import type { Action } from '../../src/core/access.ts'
import { DIALECTS } from '../../src/dialects/index.ts'
import type { DialectName } from '../../src/model/token.ts'
import type { CallOptions, TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { SAMPLES, type Sample } from './samples.ts'
import { PARAMETERS, type Slot, type Things } from './things.ts'

/** One operation of one dialect, as its OpenAPI document has it, with the request that is known to be good for it. */
export type Operation = {
  name: string
  dialect: DialectName
  method: string
  template: string
  sample: Sample
  /** What it does, in the words of src/core/access.ts. */
  action: Action | undefined
}

/** Every operation there is but those of sessions. Fails for one that has no sample request, and for a sample of an operation that is gone. */
export async function listOperations(server: TestServer): Promise<Operation[]> {
  const found: Operation[] = []
  const missing: string[] = []
  for (const { name: dialect, mount } of DIALECTS) {
    const { body } = await server.call('GET', `${mount}/openapi.json`)
    const samples = { ...SAMPLES[dialect] }
    for (const [template, methods] of Object.entries<Record<string, { 'x-action'?: Action }>>(body.paths)) {
      for (const [verb, { 'x-action': action }] of Object.entries(methods)) {
        const method = verb.toUpperCase()
        const key = `${method} ${template}`
        const sample = samples[key]
        delete samples[key]
        if (sample?.session) continue
        if (sample) found.push({ name: `${dialect} ${key}`, dialect, method, template: mount + template, sample, action })
        else missing.push(`${dialect} ${key}`)
      }
    }
    missing.push(...Object.keys(samples).map((key) => `${dialect} ${key} (no such operation)`))
  }
  assert.deepEqual(missing, [], 'test/rules/samples.ts needs a sample request for each operation')
  return found
}

/** Whether an operation only reads: every GET, and what a vendor reads by POST. */
export function isRead({ method, sample }: Operation): boolean {
  return method === 'GET' || sample.reads === true
}

/** The request of an operation about `things`, made with the credential of `caller`. Another `variant` says something else in its body. */
export function toRequest(
  server: TestServer,
  operation: Operation,
  things: Things,
  caller: Place,
  variant = 1,
): { method: string; path: string; options: CallOptions } {
  const { dialect, method, template, sample } = operation
  const path = template.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const slot = PARAMETERS[name]
    assert.ok(slot, `test/rules/things.ts does not say what {${name}} is`)
    return encodeURIComponent(String(things[slot]))
  })
  const query = sample.query?.(things)
  const given = sample.body?.(things, variant)
  const access = { ClientToken: server.clientToken, AccessToken: caller.tokens.mews, Client: 'Sample' }
  const body = dialect === 'mews' ? { ...access, ...given } : given
  const options: CallOptions = body === undefined ? {} : { body }
  if (dialect !== 'mews' && !template.includes('/public/')) options.token = tokenFor(server, operation, caller)
  return { method, path: query ? `${path}?${new URLSearchParams(query)}` : path, options }
}

function tokenFor(server: TestServer, { sample, dialect }: Operation, caller: Place): string {
  if (sample.asInstallation) return server.installToken
  return sample.asCustomer ? caller.secrets.jane : caller.tokens[dialect]
}

/** What of `things` an operation's request names. */
export function slotsOf(server: TestServer, operation: Operation, things: Things, caller: Place): Slot[] {
  const used = new Set<Slot>()
  const watched = new Proxy(things, {
    get(target, key: Slot) {
      used.add(key)
      return target[key]
    },
  })
  toRequest(server, operation, watched, caller)
  used.delete('tag')
  return [...used]
}
