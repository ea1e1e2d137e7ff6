-- compat: 1
-- The first schema. Every table of an account leads its primary key with account_id and every unique constraint holds it, so that a
-- distributed PostgreSQL can shard by account. `installation`, `accounts`, `applications`, `tokens` and `channel_identifiers` are what is
-- looked up before the account is known; they are small and can be copied to every node.

/*sqlite create table id_counter (one smallint primary key, next_id bigint not null);*/
/*sqlite insert into id_counter (one, next_id) values (1, 1);*/
/*postgres create sequence parley_ids as bigint start 1 cache 1;*/

create table installation (
  one smallint primary key,
  id_key text not null,
  signing_key text not null,
  created_at bigint not null
);

create table accounts (
  account_id bigint primary key,
  name text not null,
  status text not null,
  timezone text not null,
  locale text not null,
  settings text not null,
  created_at bigint not null,
  updated_at bigint not null
);

create table applications (
  id bigint primary key,
  name text not null,
  created_at bigint not null
);

create table tokens (
  hash text primary key,
  id bigint not null,
  account_id bigint not null,
  account_ids text not null,
  author_kind text not null,
  author_id bigint not null,
  application_id bigint,
  scope text not null,
  dialect text not null,
  label text not null,
  created_at bigint not null,
  expires_at bigint,
  revoked_at bigint
);
create index tokens_by_account on tokens (account_id, id);

create table channel_identifiers (
  identifier text primary key,
  account_id bigint not null,
  channel_id bigint not null
);

-- The account's two counters, one narrow row that every write of the account locks last and shortest.
create table account_counters (
  account_id bigint primary key,
  position bigint not null,
  conversation_number bigint not null
);

create table members (
  account_id bigint not null,
  id bigint not null,
  name text not null,
  display_name text,
  email text,
  email_key text,
  role text not null,
  avatar_url text,
  availability text not null,
  attributes text not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create unique index members_by_email on members (account_id, email_key);

create table contacts (
  account_id bigint not null,
  id bigint not null,
  name text,
  email text,
  email_key text,
  phone text,
  identifier text,
  avatar_url text,
  blocked smallint not null,
  attributes text not null,
  additional text not null,
  created_at bigint not null,
  updated_at bigint not null,
  last_activity_at bigint,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create unique index contacts_by_email on contacts (account_id, email_key);
create unique index contacts_by_phone on contacts (account_id, phone);
create unique index contacts_by_identifier on contacts (account_id, identifier);

create table channels (
  account_id bigint not null,
  id bigint not null,
  name text not null,
  kind text not null,
  email text,
  identifier text not null,
  hmac_token text not null,
  hmac_mandatory smallint not null,
  webhook_url text,
  settings text not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)
)/*sqlite  without rowid*/;

create table contact_channels (
  account_id bigint not null,
  channel_id bigint not null,
  source_id text not null,
  contact_id bigint not null,
  verified smallint not null,
  created_at bigint not null,
  primary key (account_id, channel_id, source_id)
)/*sqlite  without rowid*/;
create index contact_channels_by_contact on contact_channels (account_id, contact_id, channel_id);

create table conversations (
  account_id bigint not null,
  id bigint not null,
  number bigint not null,
  channel_id bigint not null,
  contact_id bigint,
  application_id bigint,
  kind text,
  subject text,
  status text not null,
  priority text,
  assignee_id bigint,
  labels text not null,
  attributes text not null,
  additional text not null,
  extra text not null,
  snoozed_until bigint,
  last_seq bigint not null,
  public_count bigint not null,
  revision bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  last_activity_at bigint not null,
  first_reply_at bigint,
  waiting_since bigint,
  agent_seen_at bigint,
  assignee_seen_at bigint,
  contact_seen_at bigint,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create unique index conversations_by_number on conversations (account_id, number);
create index conversations_by_activity on conversations (account_id, last_activity_at, id);
create index conversations_by_contact on conversations (account_id, contact_id, id);
create index conversations_by_application on conversations (account_id, application_id, created_at, id);

create table participants (
  account_id bigint not null,
  conversation_id bigint not null,
  author_id bigint not null,
  author_kind text not null,
  role text not null,
  joined_at bigint not null,
  left_at bigint,
  last_read_seq bigint not null,
  primary key (account_id, conversation_id, author_id)
)/*sqlite  without rowid*/;
create index participants_by_author on participants (account_id, author_id, conversation_id);

-- Clustered on the conversation: the latest twenty of a conversation lie side by side, which is what nearly every read asks for. Kinds are
-- small codes (src/storage/queries/messages.ts) and what is nearly always empty shares `rest` (JSON): a list of twenty costs half of what
-- one column per field costs.
create table messages (
  account_id bigint not null,
  conversation_id bigint not null,
  seq bigint not null,
  id bigint not null,
  conversation_number bigint not null,
  direction smallint not null,
  private smallint not null,
  author_kind smallint not null,
  author_id bigint not null,
  body text,
  content_type text,
  status smallint not null,
  source_id text,
  created_at bigint not null,
  deleted_at bigint,
  rest text,
  primary key (account_id, conversation_id, seq)
)/*sqlite  without rowid*/;
create unique index messages_by_id on messages (account_id, id);

create table attachments (
  account_id bigint not null,
  message_id bigint not null,
  id bigint not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  digest text not null,
  blob_key text not null,
  primary key (account_id, message_id, id)
)/*sqlite  without rowid*/;

create table events (
  account_id bigint not null,
  position bigint not null,
  type text not null,
  conversation_id bigint,
  message_id bigint,
  private smallint not null,
  subject_id bigint,
  actor_kind text not null,
  actor_id bigint not null,
  data text,
  created_at bigint not null,
  primary key (account_id, position)
)/*sqlite  without rowid*/;

create table idempotency_keys (
  account_id bigint not null,
  scope text not null,
  idempotency_key text not null,
  fingerprint text not null,
  status bigint not null,
  answer text,
  message_id bigint,
  message_ids text,
  created_at bigint not null,
  primary key (account_id, idempotency_key, scope)
)/*sqlite  without rowid*/;
create index idempotency_keys_by_message on idempotency_keys (account_id, message_id) where message_id is not null;
create index idempotency_keys_by_messages on idempotency_keys (account_id) where message_ids is not null;
create index idempotency_keys_by_age on idempotency_keys (created_at);
