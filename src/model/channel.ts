import type { JsonObject } from './json.ts'

export type ChannelKind = 'api' | 'email' | 'web_widget'

/** Where customers come from; Chatwoot's inbox. `identifier` is the public, unguessable name of an API channel. */
export type Channel = {
  id: number
  accountId: number
  name: string
  kind: ChannelKind
  email: string | null
  identifier: string
  hmacToken: string
  hmacMandatory: boolean
  /** What the team says is handed over by calling this address (chatwoot sheet 10); null where the customers' side fetches it. */
  webhookUrl: string | null
  /** The bot that answers first: what customers begin, or take up again, is `pending` until it hands over. */
  botId: number | null
  settings: JsonObject
  createdAt: number
  updatedAt: number
}

/** One contact as one channel knows it (Chatwoot's contact inbox). `sourceId` is unique in the channel. */
export type ContactChannel = {
  accountId: number
  channelId: number
  contactId: number
  sourceId: string
  verified: boolean
  createdAt: number
}
