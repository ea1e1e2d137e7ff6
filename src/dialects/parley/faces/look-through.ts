import type { FastifyInstance } from 'fastify'
import { loadAuthor } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import { withPasses } from '../../../core/tokens/with-passes.ts'
import type { Author } from '../../../model/author.ts'
import type { Conversation } from '../../../model/conversation.ts'
import { isActivity, type Message } from '../../../model/message.ts'
import type { Dialect } from '../../dialect.ts'
import type { Concepts, FaceRequest, FaceSecret, Faces, Shown } from '../../faces.ts'
import { nameOf } from '../wires/participant.ts'
import type { WireFace } from './face.ts'
import { locate, resolvePointer } from './json-pointer.ts'

type Subject = { conversation: Conversation; message?: Message }

/**
 * What the clients of one dialect are given for a conversation, or for a message of it: the server is asked through the dialect's own route, with passes for whom a client
 * would act as. `ctx` is the reader's.
 */
export async function lookThrough(
  server: FastifyInstance,
  { mount, name, title: itsTitle, faces }: Dialect & { faces: Faces },
  ctx: Ctx,
  subject: Subject,
): Promise<WireFace> {
  const title = faces.title ?? itsTitle
  const actor = await findActor(faces, { ...ctx, dialect: name }, subject.conversation)
  if (typeof actor === 'string') return { dialect: name, title, ...NOTHING, missing: { reason: actor } }

  const shown: Shown = {
    ctx: { ...ctx, dialect: name, actor: { kind: actor.kind, id: actor.id } },
    actor,
    conversation: subject.conversation,
  }
  const { message } = subject
  const request = await (message ? faces.message.request({ ...shown, message }) : faces.conversation.request(shown))
  const { status, body } = await ask(server, { ...request, path: `${mount}${request.path}` }, faces.secrets, shown)
  const isAnswered = status < 300
  const excerpt = isAnswered ? locate(body, request.part) : null
  const reason = isAnswered ? whyMissing(title, faces, message) : `${title} answers ${status}.`
  const placeholders = faces.secrets.map((secret) => secret.placeholder)
  return {
    dialect: name,
    title,
    as: { kind: actor.kind, id: actor.id, name: nameOf(actor), role: actor.kind === 'member' ? actor.role : actor.kind },
    request: { method: request.method, url: `${ctx.origin}${mount}${request.path}`, ...toParts(request, faces.secrets, placeholders) },
    status,
    body,
    excerpt,
    concepts: excerpt === null ? {} : placesOf((message ? faces.message : faces.conversation).concepts, body, excerpt),
    missing: excerpt === null ? { reason } : null,
  }
}

const NOTHING = { as: null, request: null, status: null, body: null, excerpt: null, concepts: {} }

/** Whom a client acts as, or in words why nobody is given anything. */
async function findActor(faces: Faces, ctx: Ctx, conversation: Conversation): Promise<Author | string> {
  const ref = (await faces.actorOf?.(ctx, conversation)) ?? ctx.actor
  if (typeof ref === 'string') return ref
  return (await loadAuthor(ctx.core, ctx.core.store, ctx.accountId, ref)) ?? 'Whoever was given it has been erased.'
}

/** Asks the server itself, so that what is shown is what a client is told. */
async function ask(
  server: FastifyInstance,
  request: FaceRequest,
  secrets: readonly FaceSecret[],
  { ctx, actor }: Shown,
): Promise<{ status: number; body: unknown }> {
  const applicationId = actor.kind === 'application' ? actor.id : null
  const passes = secrets.map(({ scope }) => {
    return { accountId: scope === 'api' ? ctx.accountId : 0, author: ctx.actor, applicationId, scope, dialect: ctx.dialect }
  })
  // Addresses in the answer begin as the reader's do; no URL need be made of what a client may say its host is.
  const host = ctx.origin.slice(ctx.origin.indexOf('://') + 3)
  return withPasses(ctx.core, passes, async (values) => {
    const { headers, body } = toParts(request, secrets, values)
    const answer = await server.inject({
      method: request.method,
      url: request.path,
      headers: { ...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])), host },
      payload: body ?? undefined,
    })
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<unknown>() }
  })
}

/** The headers and the body of a request, with something in the places of its secrets. */
function toParts(request: FaceRequest, secrets: readonly FaceSecret[], values: readonly string[]) {
  const filled = secrets.map((secret, index) => ({ in: secret.in, name: secret.name, value: `${secret.prefix ?? ''}${values[index]}` }))
  const headers = filled.filter((one) => one.in === 'headers').map(({ name, value }) => ({ name, value }))
  if (!request.body) return { headers, body: null }
  const fields = filled.filter((one) => one.in === 'body').map(({ name, value }) => [name, value])
  return {
    headers: [...headers, { name: 'Content-Type', value: 'application/json' }],
    body: { ...Object.fromEntries(fields), ...request.body } as Record<string, unknown>,
  }
}

/** The places that the answer has, as pointers into all of it. */
function placesOf(concepts: Concepts, body: unknown, excerpt: string): WireFace['concepts'] {
  const found = Object.entries(concepts).map(([concept, pointers]) => {
    const places = pointers.map((pointer) => excerpt + pointer).filter((pointer) => resolvePointer(body, pointer) !== undefined)
    return [concept, places] as const
  })
  return Object.fromEntries(found.filter(([, places]) => places.length > 0))
}

function whyMissing(title: string, { message: { whyMissing: reason } }: Faces, message: Message | undefined): string {
  if (message && isActivity(message)) return 'What the team did to a conversation never leaves it.'
  if (message?.private) return 'A note never leaves the team.'
  if (message && message.deletedAt !== null) return `It was deleted, and ${title} shows nothing in its place.`
  return (message && reason) ?? `${title} does not show it.`
}
