import type { Ctx } from '../core/context.ts'
import type { Author, AuthorRef } from '../model/author.ts'
import type { Conversation } from '../model/conversation.ts'
import type { JsonObject } from '../model/json.ts'
import type { Message } from '../model/message.ts'
import type { Scope } from '../model/token.ts'

/** What most vendors tell of a message or a conversation, each in words of its own. */
export const CONCEPTS = [
  'id',
  'conversation',
  'text',
  'author',
  'direction',
  'note',
  'time',
  'status',
  'files',
  'subject',
  'contact',
  'assignee',
  'labels',
  'unread',
] as const
export type Concept = (typeof CONCEPTS)[number]

/** Where a vendor tells them: JSON pointers below the conversation or the message itself. One that an answer does not have says nothing there. */
export type Concepts = Partial<Record<Concept, readonly string[]>>

/** One secret of a vendor's requests: where it stands, the words in its place where a request is shown, and what its token is good for. */
export type FaceSecret = {
  in: 'headers' | 'body'
  name: string
  prefix?: string
  placeholder: string
  scope: Scope
}

/** A request of a vendor's client, without its secrets. */
export type FaceRequest = {
  method: 'GET' | 'POST'
  /** Below the dialect's mount. */
  path: `/${string}`
  body?: JsonObject
  /** What of the answer's body is asked for: what a JSON pointer leads to, or the item of the list there that has a field of this value. */
  part: { at: string; where?: readonly [field: string, value: string | number] }
}

/** What is shown, to whom. `ctx` is that of the author the client acts as, in the vendor's dialect. */
export type Shown = { ctx: Ctx; actor: Author; conversation: Conversation }

/** How a vendor's clients ask for a conversation and for one of its messages, so that people can be shown what they are given. */
export type Faces = {
  /** What people call the vendor, where the dialect's title says more. */
  title?: string
  secrets: readonly FaceSecret[]
  /** Whom a client acts as when somebody looks; the reader themself unless told. In words, why nobody is given anything. */
  actorOf?(ctx: Ctx, conversation: Conversation): Promise<AuthorRef | string>
  conversation: { concepts: Concepts; request(shown: Shown): FaceRequest | Promise<FaceRequest> }
  message: {
    concepts: Concepts
    request(shown: Shown & { message: Message }): FaceRequest | Promise<FaceRequest>
    /** Why a message is not there that is neither a note nor deleted. */
    whyMissing?: string
  }
}
