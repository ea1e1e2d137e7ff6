import type { Core } from '../core/context.ts'
import type { Account } from '../model/account.ts'
import type { Channel } from '../model/channel.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Token } from '../model/token.ts'

/** Ids in one vendor's form, and what else its clients are configured with, by the vendor's names; null where the account has none. */
export type Ids = Readonly<Record<string, number | string | null>>

/** Where a vendor's credential stands in a request, and under which names. */
export type Credential = { in: 'header' | 'body'; names: readonly string[]; summary: string }

/** An account as its clients are told of it. */
export type Place = {
  core: Core
  account: Account
  /** The address of the vendor's API on this server. */
  base: string
  /** The account's tokens that were made by hand. */
  tokens: readonly Token[]
  /** What the account is shown by. */
  conversation: Conversation | undefined
  channel: Channel | undefined
}

/** The secret of the first of some tokens whose secret is known. */
export type SecretAmong = (tokens: readonly Token[]) => string | null

/** What a client of one vendor has to be given. */
export type Connector<Access extends object = object> = {
  credential: Credential
  /** Everything but the address and the credential. Nothing of it is secret. */
  ids(place: Place): Promise<Ids> | Ids
  /** All of it, in the order in which it is printed. */
  access(place: Place, secretAmong: SecretAmong): Promise<Access> | Access
}
