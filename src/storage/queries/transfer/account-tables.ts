/** How a table that holds something of accounts is moved with one of them. */
export type AccountTable = {
  name: string
  /** Its key: rows are written in this order, the same on both engines. */
  key: readonly string[]
  /** Which rows are the account's, `$1`; those whose `account_id` it is unless said otherwise. */
  own?: string
  /** Whether its ids are unique over the installation. */
  hasIds?: true
  /** Unique over the installation: no other account may have the same. */
  unique?: string
  /** Other accounts use its rows as well: one that is there already, and the same, is left as it is. */
  isShared?: true
}

/** The Mews clients that have to do with an account. */
const APPLICATIONS = `select application_id from tokens where account_id = $1 union select application_id from conversations where account_id = $1
  union select application_id from webhooks where account_id = $1 union select author_id from participants where account_id = $1 and author_kind = 'application'`

const table = (name: string, key: string, more: Omit<AccountTable, 'name' | 'key'> = {}): AccountTable => ({
  name,
  key: key.split(' '),
  ...more,
})

/** Every table that an export holds, in the order in which it holds them. */
export const ACCOUNT_TABLES: readonly AccountTable[] = [
  table('accounts', 'account_id'),
  table('account_counters', 'account_id'),
  table('applications', 'id', { own: `id in (${APPLICATIONS})`, isShared: true }),
  // With the client tokens of those applications: without them none of its access tokens opens anything. Sign-in links are over within a day.
  table('tokens', 'hash', {
    own: `(account_id = $1 and scope <> 'link') or (account_id = 0 and scope = 'client' and application_id in (${APPLICATIONS}))`,
    isShared: true,
  }),
  table('members', 'account_id id', { hasIds: true }),
  table('contacts', 'account_id id', { hasIds: true }),
  table('passwords', 'account_id author_id'),
  table('teams', 'account_id id', { hasIds: true }),
  table('team_members', 'account_id team_id member_id'),
  table('channels', 'account_id id', { hasIds: true }),
  table('channel_identifiers', 'identifier', { unique: 'identifier' }),
  table('channel_members', 'account_id channel_id member_id'),
  table('contact_channels', 'account_id channel_id source_id'),
  table('labels', 'account_id id', { hasIds: true }),
  table('canned_responses', 'account_id id', { hasIds: true }),
  table('attribute_definitions', 'account_id id', { hasIds: true }),
  table('saved_filters', 'account_id id', { hasIds: true }),
  table('deliveries', 'account_id id', { hasIds: true }),
  table('conversations', 'account_id id', { hasIds: true }),
  table('participants', 'account_id conversation_id author_id'),
  table('tickets', 'account_id conversation_id'),
  table('messages', 'account_id conversation_id seq', { hasIds: true }),
  table('attachments', 'account_id message_id id'),
  table('notification_marks', 'account_id author_id conversation_id'),
  table('notification_reads', 'account_id author_id message_id'),
  table('events', 'account_id position'),
  table('idempotency_keys', 'account_id idempotency_key scope'),
  table('erasures', 'account_id id', { hasIds: true }),
  table('webhooks', 'account_id id', { hasIds: true }),
  table('webhook_deliveries', 'account_id webhook_id number'),
  table('webhook_lanes', 'account_id webhook_id lane'),
  table('webhook_attempts', 'account_id webhook_id number attempt'),
]

/** Every other table, with the reason why an export does without it. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  migrations: 'the schema; an import needs a store of the same one',
  installation: 'its keys stand at the head of an export',
  id_counter: 'its value stands at the head of an export',
  message_search: 'made anew from the messages',
  search_progress: 'made anew from the messages',
  sign_in_attempts: 'over within minutes',
  loose_blobs: 'bytes that no message names',
}
