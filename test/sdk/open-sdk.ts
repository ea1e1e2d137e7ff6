import assert from 'node:assert/strict'
import chatwoot from '@figuro/chatwoot-sdk'
import type { TestServer } from '../harness.ts'
import type { Place } from '../world.ts'

export type Client = InstanceType<typeof chatwoot.default>

/** The published client of one person at home, and which of its methods have been called. */
export type Sdk = { client: Client; server: TestServer; place: Place; accountId: number; called: Set<string> }

/** The client as anybody installs it: only its address and its token are given. */
export function openSdk(server: TestServer, token = server.home.tokens.chatwoot, called = new Set<string>(), base = '/chatwoot'): Sdk {
  const config = { basePath: server.url + base, with_credentials: false, credentials: 'include' as const, token }
  const client = watch(new chatwoot.default({ config }), called)
  return { client, server, place: server.home, accountId: server.home.account.id, called }
}

/** Every method of every service there is, as `Service.method`; a service that the client shows under two names is one. */
export function methodsOf(client: object): string[] {
  return Object.values(client).flatMap((value: object) => {
    const service = Object.getPrototypeOf(value)
    if (service === Object.prototype) return 'basePath' in value ? [] : methodsOf(value)
    const names = Object.getOwnPropertyNames(service).filter((name) => name !== 'constructor')
    return names.map((name) => `${service.constructor.name}.${name}`)
  })
}

/** Notes what is called, and passes everything on as it is. */
function watch<T extends object>(target: T, called: Set<string>): T {
  return new Proxy(target, {
    get(of, name, receiver) {
      const value = Reflect.get(of, name, receiver)
      if (typeof value === 'function') called.add(`${of.constructor.name}.${String(name)}`)
      return typeof value === 'object' && value !== null && name !== 'chatwootAPI' ? watch(value, called) : value
    },
  })
}

/** Asserts that a call was refused with that status, as the client tells its user. */
export async function assertRefused(call: PromiseLike<unknown>, status: number, body?: unknown): Promise<void> {
  try {
    await call
  } catch (error) {
    const refusal = error as { name: string; status: number; body: unknown }
    assert.deepEqual([refusal.name, refusal.status], ['ApiError', status], String(error))
    if (body !== undefined) assert.deepEqual(refusal.body, body)
    return
  }
  assert.fail(`was not refused with ${status}`)
}
