/** What can be said of a new webhook in an API that lets people make some. */
export type Subscriptions = {
  /** Every name of an event that can be asked for. */
  events: readonly string[]
  /** How a signing secret is written for this API's clients, where not as it is kept; `read` gives undefined for what is none. */
  secret?: { read(text: string): string | undefined; write(secret: string): string }
}
