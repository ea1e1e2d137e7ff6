import type { Channel } from '../../model/channel.ts'
import type { Conversation } from '../../model/conversation.ts'
import { isWithin, type Reach, seesChannel } from '../../model/reach.ts'
import { listChannels } from '../../storage/queries/channels.ts'
import { findFirstOfApplications } from '../../storage/queries/connections.ts'
import { findConversation, listConversations } from '../../storage/queries/conversations/conversations.ts'
import type { Core } from '../context.ts'

export type Example = { conversation: Conversation | undefined; channel: Channel | undefined }

/** The conversation and the channel by which an account's APIs are shown to somebody who sees so far. */
export async function findExample(core: Core, accountId: number, reach: Reach): Promise<Example> {
  const conversation = await chooseConversation(core, accountId, reach)
  const channels = (await listChannels(core.store, accountId)).filter(({ id }) => seesChannel(reach, id))
  return { conversation, channel: channels.find(({ id }) => id === conversation?.channelId) ?? channels[0] }
}

/** The first conversation that an application made, because every dialect can speak of it; else the first of all. */
async function chooseConversation(core: Core, accountId: number, reach: Reach): Promise<Conversation | undefined> {
  const id = await findFirstOfApplications(core.store, accountId)
  const made = id === undefined ? undefined : await findConversation(core.store, accountId, { id })
  if (made && isWithin(reach, made)) return made
  return (await listConversations(core.store, accountId, { reach }, { limit: 1, orderBy: 'number', order: 'asc' }))[0]
}
