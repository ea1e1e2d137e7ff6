import { systemCtx } from '../../src/core/accounts/create-account.ts'
import { createChannel } from '../../src/core/channels/create-channel.ts'
import { ensureContactChannel } from '../../src/core/channels/ensure-contact-channel.ts'
import { createContact } from '../../src/core/contacts/create-contact.ts'
import { createConversation } from '../../src/core/conversations/create-conversation.ts'
import { putDelivery } from '../../src/core/deliveries/put-delivery.ts'
import { beginErasure } from '../../src/core/erasure/begin-erasure.ts'
import { createMember } from '../../src/core/members/create-member.ts'
import { sendWithin } from '../../src/core/messages/send-within.ts'
import { createToken } from '../../src/core/tokens/create-token.ts'
import { createWebhook } from '../../src/core/webhooks/create-webhook.ts'
import type { AuthorRef } from '../../src/model/author.ts'
import type { Message } from '../../src/model/message.ts'
import type { DialectName } from '../../src/model/token.ts'
import type { TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { makeDirectory, unknownDirectory } from './directory-things.ts'

/** One of everything that a request may name, in one dialect's own form. `tag` is a word of its own for whatever must be unique. */
export type Things = Record<Slot, string | number>
export type Slot =
  | 'tag'
  | 'account'
  | 'conversation'
  | 'message'
  | 'channel'
  | 'contact'
  | 'member'
  | 'newcomer'
  | 'team'
  | 'bot'
  | 'label'
  | 'cannedResponse'
  | 'attribute'
  | 'savedFilter'
  | 'token'
  | 'identifier'
  | 'sourceId'
  | 'externalId'
  | 'webhook'
  | 'webhookDelivery'
  | 'erasure'
  | 'notification'
  | 'delivery'
  | 'supporter'
  | 'ticket'

/** What the parameters of paths stand for. */
export const PARAMETERS: Record<string, Slot> = {
  account_id: 'account',
  accountId: 'account',
  workspaceId: 'account',
  conversation_id: 'conversation',
  conversationId: 'conversation',
  message_id: 'message',
  messageId: 'message',
  inbox_id: 'channel',
  channelId: 'channel',
  contact_id: 'contact',
  contactId: 'contact',
  customerId: 'contact',
  agent_id: 'member',
  memberId: 'member',
  team_id: 'team',
  agent_bot_id: 'bot',
  label_id: 'label',
  labelId: 'label',
  canned_response_id: 'cannedResponse',
  cannedResponseId: 'cannedResponse',
  attribute_id: 'attribute',
  custom_filter_id: 'savedFilter',
  authorId: 'member',
  tokenId: 'token',
  inbox_identifier: 'identifier',
  source_id: 'sourceId',
  webhook_id: 'webhook',
  webhookId: 'webhook',
  number: 'webhookDelivery',
  erasureId: 'erasure',
  reference: 'delivery',
  ticketId: 'ticket',
}

/** A word that is in all of their names, and who else takes part in the conversation. */
export type Also = { word?: string; people?: AuthorRef[] }

let count = 0

/** Makes one of everything in a place, used by nobody else: a conversation with Ann and a member, and a message of each in it, Ann's the last. */
export async function makeThings(server: TestServer, place: Place, dialect: DialectName, also: Also = {}): Promise<Things> {
  const { word = '', people = [] } = also
  const { core, application } = server
  const ctx = systemCtx(core, place.account.id)
  const tag = `tag${++count}`
  const label = `${word}${tag}`
  const made = await core.store.tx(async (tx) => {
    const channel = await createChannel(ctx, tx, { name: `Channel ${label}` })
    const contact = await createContact(ctx, tx, {
      name: `Contact ${label}`,
      email: `${label}@customers.example`,
      identifier: `ext-${label}`,
    })
    const link = await ensureContactChannel(ctx, tx, { channelId: channel.id, contactId: contact.id })
    const member = await createMember(ctx, tx, { name: `Member ${label}`, email: `member-${label}@team.example`, role: 'agent' })
    const directory = await makeDirectory(ctx, tx, people[0] ?? place.ann, label)
    const newcomer = await createMember(ctx, tx, { name: `Newcomer ${label}`, role: 'agent' })
    const conversation = await createConversation(ctx, tx, {
      channelId: channel.id,
      contactId: contact.id,
      applicationId: application.id,
      subject: `Subject ${label}`,
      participants: [place.ann, member, ...people].map((author) => ({ author, role: 'member' })),
    })
    const said = { to: { id: conversation.id }, by: place.ann, direction: 'outbound', text: `Text ${label}` } as const
    const told = { ...said, by: member, text: `Told ${label}` }
    const { messages } = await sendWithin(ctx, tx, [told, said])
    const ticket = await createConversation(ctx, tx, { contactId: place.jane.id, kind: 'support', subject: `Ticket ${label}` })
    const { delivery } = await putDelivery(ctx, tx, `delivery-${tag}`, { customerId: place.jane.id })
    const { token } = await createToken(core, tx, {
      accountId: place.account.id,
      author: member,
      scope: 'api',
      dialect: 'parley',
      label: `Label ${label}`,
    })
    const webhook = await createWebhook({ ...ctx, dialect }, tx, { url: `https://${label}.example/hook`, events: ['any'] }, ['any'])
    // Its number is nobody else’s, so that another account’s names nothing here.
    await tx.run(
      `insert into webhook_deliveries (account_id, webhook_id, number, position, event, lane, state, attempts, created_at)
       values ($1, $2, $2, 1, 'any', 0, 'delivered', 1, 1)`,
      [place.account.id, webhook.id],
    )
    const person = await createContact(ctx, tx, { name: `Erased ${label}` })
    const erasure = await beginErasure(ctx, tx, person.id)
    const [notification, message] = messages as [Message, Message]
    return {
      channel,
      contact,
      link,
      member,
      directory,
      newcomer,
      conversation,
      notification,
      message,
      ticket,
      delivery,
      token,
      webhook,
      erasure,
    }
  })
  const write = writerOf(server, dialect)
  const isFamily = dialect === 'chatwoot' || dialect === 'ndoto' || dialect === '99digital'
  return {
    tag,
    account: write('account', place.account.id),
    conversation: isFamily ? made.conversation.number : write('conversation', made.conversation.id),
    message: write('message', made.message.id),
    channel: write('channel', made.channel.id),
    contact: write('contact', made.contact.id),
    member: write('member', made.member.id),
    newcomer: write('member', made.newcomer.id),
    ...made.directory,
    token: made.token.id,
    identifier: made.channel.identifier,
    sourceId: made.link.sourceId,
    externalId: `ext-${label}`,
    webhook: write('webhook', made.webhook.id),
    webhookDelivery: made.webhook.id,
    erasure: made.erasure.id,
    notification: core.ids.toUuid('notification', made.notification.id),
    ticket: core.ids.toUuid('ticket', made.ticket.id),
    delivery: made.delivery.reference,
    supporter: write('member', place.ann.id),
  }
}

/** Names for all of it that nothing has. */
export function unknownThings(server: TestServer, dialect: DialectName): Things {
  const write = writerOf(server, dialect)
  const none = 2 ** 45
  return {
    tag: 'unknown',
    account: write('account', none),
    conversation: write('conversation', none),
    message: write('message', none),
    channel: write('channel', none),
    contact: write('contact', none),
    member: write('member', none),
    newcomer: write('member', none),
    ...unknownDirectory(none),
    token: none,
    identifier: 'nobody',
    sourceId: '6f1d3c52-0000-4000-8000-000000000000',
    externalId: 'ext-nobody',
    webhook: write('webhook', none),
    webhookDelivery: none,
    erasure: none,
    notification: server.core.ids.toUuid('notification', none),
    ticket: server.core.ids.toUuid('ticket', none),
    delivery: 'delivery-nobody',
    supporter: write('member', none),
  }
}

function writerOf({ core: { ids } }: TestServer, dialect: DialectName) {
  type Kind = 'account' | 'conversation' | 'message' | 'channel' | 'contact' | 'member' | 'webhook'
  return (kind: Kind, id: number): string | number => {
    if (dialect === 'tidysupport') return ids.toPrefixed(kind, id)
    if (dialect === 'ondi' || dialect === 'mews') return ids.toUuid(kind === 'member' || kind === 'contact' ? 'author' : kind, id)
    return id
  }
}
