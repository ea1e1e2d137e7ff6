import type { Channel, ChannelKind, ContactChannel } from '../../model/channel.ts'
import { type Db, forShare, forUpdate, type Table, type Tx, type Value } from '../db.ts'
import { parseObject } from './rows.ts'

const table: Table = {
  name: 'channels',
  columns: {
    account_id: 'bigint',
    id: 'bigint',
    name: 'text',
    kind: 'text',
    email: 'text',
    identifier: 'text',
    hmac_token: 'text',
    hmac_mandatory: 'smallint',
    webhook_url: 'text',
    settings: 'text',
    created_at: 'bigint',
    updated_at: 'bigint',
    bot_id: 'bigint',
  },
}
const columns = Object.keys(table.columns).join(', ')

type Row = {
  account_id: number
  id: number
  name: string
  kind: ChannelKind
  email: string | null
  identifier: string
  hmac_token: string
  hmac_mandatory: number
  webhook_url: string | null
  settings: string
  created_at: number
  updated_at: number
  bot_id: number | null
}

/** Also enters the public identifier where it is looked up before the account is known. */
export async function insertChannel(tx: Tx, channel: Channel): Promise<void> {
  await tx.insertMany(table, [toRow(channel)])
  await tx.run('insert into channel_identifiers (identifier, account_id, channel_id) values ($1, $2, $3)', [
    channel.identifier,
    channel.accountId,
    channel.id,
  ])
}

export function updateChannel(tx: Tx, channel: Channel): Promise<number> {
  const set = Object.keys(table.columns).slice(2)
  return tx.updateMany(table, ['account_id', 'id'], set, [toRow(channel)])
}

export async function findChannel(db: Db, accountId: number, id: number): Promise<Channel | undefined> {
  const row = await db.one<Row>(`select ${columns} from channels where account_id = $1 and id = $2`, [accountId, id])
  return row && toChannel(row)
}

/** The channels with these ids, in no particular order; unknown ids are left out. */
export async function findChannels(db: Db, accountId: number, ids: readonly number[]): Promise<Channel[]> {
  const rows = await db.all<Row>(`select ${columns} from channels where account_id = $1 and id = any($2)`, [accountId, ids])
  return rows.map(toChannel)
}

/** Locked, so that nobody deletes a channel while something is put into it. */
export async function lockChannel(tx: Tx, accountId: number, id: number): Promise<Channel | undefined> {
  const row = await tx.one<Row>(`select ${columns} from channels where account_id = $1 and id = $2${forUpdate(tx)}`, [accountId, id])
  return row && toChannel(row)
}

/** A channel that nobody changes or deletes until the transaction ends. */
export async function holdChannel(tx: Tx, accountId: number, id: number): Promise<Channel | undefined> {
  const row = await tx.one<Row>(`select ${columns} from channels where account_id = $1 and id = $2${forShare(tx)}`, [accountId, id])
  return row && toChannel(row)
}

/** Those of some channels in which a bot answers first; in a transaction, that stays so until it ends. */
export async function findBotChannels(db: Db, accountId: number, ids: readonly number[]): Promise<number[]> {
  const rows = await db.all<{ id: number; bot_id: number | null }>(
    `select id, bot_id from channels where account_id = $1 and id = any($2)${forShare(db)}`,
    [accountId, ids],
  )
  return rows.flatMap((row) => (row.bot_id === null ? [] : row.id))
}

/** The channel with this public identifier, whatever its account: the Client API knows nothing else (chatwoot sheet 9). */
export async function findChannelByIdentifier(db: Db, identifier: string): Promise<Channel | undefined> {
  const found = await db.one<{ account_id: number; channel_id: number }>(
    'select account_id, channel_id from channel_identifiers where identifier = $1',
    [identifier],
  )
  return found && findChannel(db, found.account_id, found.channel_id)
}

/** The public identifier of the installation's first channel with a widget, whatever its account. */
export async function findFirstWidgetIdentifier(db: Db): Promise<string | undefined> {
  const found = await db.one<{ identifier: string }>(
    `select i.identifier from channel_identifiers i join channels c on c.account_id = i.account_id and c.id = i.channel_id
     where c.kind = 'web_widget' order by i.channel_id limit 1`,
    [],
  )
  return found?.identifier
}

/** In the order in which they were made; the first is the account's default. */
export async function listChannels(db: Db, accountId: number): Promise<Channel[]> {
  const rows = await db.all<Row>(`select ${columns} from channels where account_id = $1 order by id`, [accountId])
  return rows.map(toChannel)
}

/** With its public identifier and its links to contacts. */
export async function deleteChannel(tx: Tx, accountId: number, id: number): Promise<void> {
  await tx.run('delete from contact_channels where account_id = $1 and channel_id = $2', [accountId, id])
  await tx.run('delete from channel_identifiers where account_id = $1 and channel_id = $2', [accountId, id])
  await tx.run('delete from channels where account_id = $1 and id = $2', [accountId, id])
}

const links: Table = {
  name: 'contact_channels',
  columns: {
    account_id: 'bigint',
    channel_id: 'bigint',
    source_id: 'text',
    contact_id: 'bigint',
    verified: 'smallint',
    created_at: 'bigint',
  },
}
const linkColumns = Object.keys(links.columns).join(', ')
type LinkRow = { account_id: number; channel_id: number; source_id: string; contact_id: number; verified: number; created_at: number }

export function insertContactChannel(tx: Tx, link: ContactChannel): Promise<void> {
  return tx.insertMany(links, [[link.accountId, link.channelId, link.sourceId, link.contactId, link.verified ? 1 : 0, link.createdAt]])
}

export function updateContactChannel(tx: Tx, link: ContactChannel): Promise<number> {
  return tx.updateMany(
    links,
    ['account_id', 'channel_id', 'source_id'],
    ['contact_id', 'verified'],
    [[link.accountId, link.channelId, link.sourceId, link.contactId, link.verified ? 1 : 0]],
  )
}

export async function findContactChannel(
  db: Db,
  accountId: number,
  channelId: number,
  sourceId: string,
): Promise<ContactChannel | undefined> {
  const row = await db.one<LinkRow>(
    `select ${linkColumns} from contact_channels where account_id = $1 and channel_id = $2 and source_id = $3`,
    [accountId, channelId, sourceId],
  )
  return row && toLink(row)
}

export async function listContactChannels(db: Db, accountId: number, contactIds: readonly number[]): Promise<ContactChannel[]> {
  const rows = await db.all<LinkRow>(
    `select ${linkColumns} from contact_channels where account_id = $1 and contact_id = any($2) order by contact_id, channel_id, created_at`,
    [accountId, contactIds],
  )
  return rows.map(toLink)
}

function toLink(row: LinkRow): ContactChannel {
  return {
    accountId: row.account_id,
    channelId: row.channel_id,
    sourceId: row.source_id,
    contactId: row.contact_id,
    verified: row.verified === 1,
    createdAt: row.created_at,
  }
}

function toRow(c: Channel): Value[] {
  return [
    c.accountId,
    c.id,
    c.name,
    c.kind,
    c.email,
    c.identifier,
    c.hmacToken,
    c.hmacMandatory ? 1 : 0,
    c.webhookUrl,
    JSON.stringify(c.settings),
    c.createdAt,
    c.updatedAt,
    c.botId,
  ]
}

function toChannel(row: Row): Channel {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    kind: row.kind,
    email: row.email,
    identifier: row.identifier,
    hmacToken: row.hmac_token,
    hmacMandatory: row.hmac_mandatory === 1,
    webhookUrl: row.webhook_url,
    settings: parseObject(row.settings),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    botId: row.bot_id,
  }
}
