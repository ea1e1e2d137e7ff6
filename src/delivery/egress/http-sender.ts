import { toPrintable } from '../../model/printable.ts'
import type { Outbound, Outcome, Sender } from '../sender.ts'
import { describeFailure, describeStatus } from './describe-failure.ts'
import { EgressError } from './egress-error.ts'
import { rangesOf } from './is-public.ts'
import { createLookUp, type LookUp } from './look-up.ts'
import { parseTarget } from './parse-target.ts'
import { type Answer, createAgents, post } from './post.ts'
import { readRetryAfter } from './read-retry-after.ts'
import { NotPublicError, resolveTarget } from './resolve-host.ts'

/** This much of an answer is shown, in characters. */
const MOST_SHOWN = 1000

export type SenderParts = {
  /** Ranges (CIDR) that may be reached although they are not public, for every account (`PARLEY_EGRESS_ALLOW`). */
  allow: readonly string[]
  /** Integer microseconds UTC. */
  now: () => number
  /** Told of every request that was refused because of where it would have gone: for the operator alone. */
  onRefused?: (refused: { host: string; address: string }) => void
  lookUp?: LookUp
}

/**
 * Posts to addresses that people entered, and only where they may reach: the host is looked up for every attempt, every address of it is checked, and the connection goes to one of
 * those. Redirects are not followed and proxies are not used. The time an attempt may take covers all of it, from the lookup to the end of the answer.
 */
export function createHttpSender({ allow, now, onRefused, lookUp = createLookUp() }: SenderParts): Sender {
  const allowed = rangesOf(...allow)
  const agents = createAgents()
  const underWay = new Set<(reason: Error) => void>()
  let isClosed = false

  async function attempt(outbound: Outbound, signal: AbortSignal): Promise<Answer> {
    const target = parseTarget(outbound.url)
    const ranges = [...allowed, ...rangesOf(...outbound.allow)]
    const addresses = await orAborted(
      resolveTarget(target, ranges, (host) => lookUp(host, signal)),
      signal,
    )
    const headers = { ...(target.authorization && { authorization: target.authorization }), ...outbound.headers }
    return post(agents, { target, addresses, headers, body: outbound.body, signal })
  }

  return {
    async send(outbound) {
      const began = performance.now()
      const limit = new AbortController()
      const stop = (reason: Error) => limit.abort(reason)
      const timer = setTimeout(() => stop(new EgressError(`no answer within ${outbound.timeoutMs / 1000} seconds`)), outbound.timeoutMs)
      underWay.add(stop)
      if (isClosed) stop(new EgressError('Parley is stopping'))
      const took = () => Math.round(performance.now() - began)
      try {
        const answer = await attempt(outbound, limit.signal)
        return toOutcome(answer, took(), now())
      } catch (error) {
        const reason: unknown = limit.signal.aborted ? limit.signal.reason : error
        if (reason instanceof NotPublicError) onRefused?.({ host: reason.host, address: reason.address })
        return { status: null, latencyMs: took(), error: describeFailure(reason), answer: null, retryAfter: null }
      } finally {
        clearTimeout(timer)
        underWay.delete(stop)
      }
    },
    async close() {
      isClosed = true
      for (const stop of underWay) stop(new EgressError('Parley is stopping'))
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

function toOutcome({ status, retryAfter, body }: Answer, latencyMs: number, now: number): Outcome {
  const error = describeStatus(status)
  return { status, latencyMs, error, answer: showAnswer(body), retryAfter: error === null ? null : readRetryAfter(retryAfter, now) }
}

function showAnswer(body: Buffer): string {
  return toPrintable(body.toString('utf8')).slice(0, MOST_SHOWN).toWellFormed()
}

/** A lookup cannot be called off; nobody waits for it longer than the attempt may take. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}
