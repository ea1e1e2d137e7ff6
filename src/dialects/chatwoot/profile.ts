import type { FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { Ctx } from '../../core/context.ts'
import type { Author } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { AppError } from '../../model/errors.ts'
import type { Message } from '../../model/message.ts'
import type { Dialect, ErrorAnswer } from '../dialect.ts'
import type { Desk } from './desk.ts'
import type { MessageQuery, MessageRead } from './inputs/message-query.ts'
import type { NoticeFace } from './outlet/notice-face.ts'

/**
 * Where Chatwoot, Ndoto and 99digital differ (chatwoot sheet 13, ndoto sheet 9, 99digital sheet 11). Routes are shared and ask the profile;
 * they never ask which vendor it is.
 */
export type Profile = Pick<Dialect, 'title' | 'description' | 'mount'> & {
  name: 'chatwoot' | 'ndoto' | '99digital'
  renderError(error: AppError, request: FastifyRequest): ErrorAnswer
  /** The schema of every error body, for the API's documentation. */
  Refusal: TSchema
  /** The body of a refusal for too many requests, where it is another. */
  RateRefusal?: TSchema
  /** Whether an account that does not exist is told from one that the token has no access to (chatwoot sheet 2). */
  tellsUnknownAccounts: boolean
  /** Whether most calls are closed to bots (chatwoot sheet 2). */
  limitsBots: boolean
  /** Whether JSON bodies are read as leniently as forms: booleans as words, objects as JSON text, null for what is absent (chatwoot sheet 1). */
  lenient: boolean
  message: MessageProfile
  /** Contacts, inboxes, agents, conversations. */
  desk: Desk
  /** What receivers of webhooks are told. */
  notice: NoticeFace
}

/** What a message looks like to one vendor's clients, and which ones it takes. */
export type MessageProfile = {
  Wire: TSchema
  /** The body of a create call. */
  Create: TSchema
  /** The query and the answer of a list call. */
  Query: TSchema
  List: TSchema
  toWire(message: Message, of: MessageFacts): Record<string, unknown>
  toSender(author: Author | undefined): Record<string, unknown> | null
  /** Everything of the list's answer that comes before `payload`. */
  toListHead(of: ListFacts): Record<string, unknown>
  /** Whom `toListHead` names beside the senders. */
  listsMeta: boolean
  readQuery(query: MessageQuery): MessageRead
  /** The query that asks for one message, and for as few others as the vendor's bounds allow. */
  queryOf(message: Message): string
  /** Whether a create call also takes what bridges say: ids and times of their own, a campaign, a bot to speak as (chatwoot sheet 5.3). */
  takesBridgeFields: boolean
  /** Whether variables in what the team writes are filled in (chatwoot sheet 5.3). */
  fillsVariables: boolean
  /** Whether a message may have neither text nor a file (chatwoot sheet 5.3). */
  mayBeEmpty: boolean
  /** Whether the items of rich kinds are checked (chatwoot sheet 5.3). */
  checksItems: boolean
  /** Whether deleted messages stay in lists, and a delete may be repeated (chatwoot sheet 5.5). */
  keepsDeleted: boolean
  /** Whether messages can be updated and sent again (chatwoot sheet 5.4, 5.6). */
  hasUpdates: boolean
}

/** What a message is shown with; `sender` is what `toSender` made of its author. */
export type MessageFacts = { ctx: Ctx; channelId: number | undefined; sender: Record<string, unknown> | null }

export type ListFacts = { conversation: Conversation; contact: Author | undefined; assignee: Author | undefined }
