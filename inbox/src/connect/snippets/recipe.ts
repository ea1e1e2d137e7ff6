/** What a program is configured with, by the names of `GET /parley/v1/connections`; null where the account has none. */
export type Ids = Readonly<Record<string, number | string | null>>

/** The secrets that a vendor's requests carry, by the name of the variable that holds each. */
export type Secrets = Readonly<Record<string, string | undefined>>

/** Where a program finds one vendor's API, and as whom. */
export type Setting = { baseUrl: string; ids: Ids; secrets: Secrets }

/** A value of a body; in a text, `$name` of one of the recipe's secrets stands for it. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

/** One request, and what a program does with its answer. */
export type Call = {
  method: 'GET' | 'POST'
  path: string
  body?: { readonly [name: string]: Value }
  answer: {
    /** Its type in TypeScript, as far as the program reads it. */
    type: string
    /** What the program says, in terms of `answer`, or of each `message` of `list`. */
    list?: string
    says: string
    /** What stands for an answer without a body, where the vendor gives such. */
    empty?: string
  }
}

/** How one vendor's clients list the messages of a conversation, and send one. */
export type Recipe = {
  /** The names of its secrets, in the order in which they are asked for. */
  secrets: readonly string[]
  headers: Readonly<Record<string, string>>
  list(ids: Ids): Call
  send(ids: Ids): Call
}

/** What stands for an id that the account has none of yet. */
export function fill(ids: Ids, name: string): string {
  return String(ids[name] ?? placeholder(name))
}

/** `inboxId` → `INBOX_ID`; it is also how a shell's variable is named. */
export function placeholder(name: string): string {
  return name.replace(/[A-Z]/g, '_$&').toUpperCase()
}
