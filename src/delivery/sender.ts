/** One HTTP request to a receiver. */
export type Outbound = {
  url: string
  headers: Record<string, string>
  body: string
  timeoutMs: number
  /** Ranges (CIDR) the receiver may lie in although they are not public, beside those of the installation. */
  allow: readonly string[]
}

/** What became of it; `error` is null when the answer's status was 2xx. */
export type Outcome = {
  status: number | null
  latencyMs: number
  error: string | null
  /** The first characters of the answer. */
  answer: string | null
  /** The time before which the receiver does not want another, integer microseconds UTC (`Retry-After`). */
  retryAfter: number | null
}

/** Sends requests out of the house. It never throws: whatever goes wrong is an outcome. */
export type Sender = { send(outbound: Outbound): Promise<Outcome>; close(): Promise<void> }
