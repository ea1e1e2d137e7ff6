-- compat: 1
-- What leaves. Each webhook reads its account's log from `position` on; whatever of it the webhook is to be told becomes a numbered delivery. Deliveries hold no texts: what
-- is said is made from the store each time it is sent.
--
-- `target` says whom the address stands for: `webhook`, made by hand; `channel`, a channel's own address; `bot`, a bot's. The last two bear the id of their channel or bot.
alter table webhooks add column target text not null default 'webhook';
alter table webhooks add column application_id bigint;
alter table webhooks add column egress_allow text not null default '[]';
alter table webhooks add column old_secret text;
alter table webhooks add column old_secret_until bigint;
alter table webhooks add column paused_at bigint;
alter table webhooks add column paused_reason text;
-- What the sender writes: how far it has read the log and counted, and how the receiver is.
alter table webhooks add column position bigint not null default 0;
alter table webhooks add column last_number bigint not null default 0;
alter table webhooks add column failures bigint not null default 0;
alter table webhooks add column failing_since bigint;
alter table webhooks add column not_before bigint not null default 0;
update webhooks set position = coalesce((select c.position from account_counters c where c.account_id = webhooks.account_id), 0);
drop index webhooks_by_url;
create unique index webhooks_by_url on webhooks (account_id, dialect, url) where target = 'webhook';

-- One delivery: an event of the log under one of the dialect's names for it. `number` counts 1, 2, 3… in its webhook. Those of one `lane` (the conversation, or else what
-- it is about) are sent one after another. `state` is pending, delivered, failed or dropped (what it was about is gone).
create table webhook_deliveries (
  account_id bigint not null,
  webhook_id bigint not null,
  number bigint not null,
  position bigint not null,
  event text not null,
  lane bigint not null,
  conversation_id bigint,
  message_id bigint,
  state text not null,
  attempts bigint not null,
  first_attempt_at bigint,
  settled_at bigint,
  created_at bigint not null,
  primary key (account_id, webhook_id, number)
)/*sqlite  without rowid*/;
create index webhook_deliveries_open on webhook_deliveries (account_id, webhook_id, lane, number) where state = 'pending';
create index webhook_deliveries_by_conversation on webhook_deliveries (account_id, conversation_id) where conversation_id is not null;
create index webhook_deliveries_by_age on webhook_deliveries (account_id, created_at);

-- A lane with something pending. Whoever sends it holds it under `leased_by`; one whose `next_at` has come is free, whoever held it. `version` grows whenever something
-- is added to it, so that it is taken away only when nothing was.
create table webhook_lanes (
  account_id bigint not null,
  webhook_id bigint not null,
  lane bigint not null,
  next_at bigint not null,
  attempts bigint not null,
  version bigint not null,
  leased_by text,
  primary key (account_id, webhook_id, lane)
)/*sqlite  without rowid*/;
create index webhook_lanes_due on webhook_lanes (next_at);

-- What became of each try: the answer's status, or why there was none, and its first characters.
create table webhook_attempts (
  account_id bigint not null,
  webhook_id bigint not null,
  number bigint not null,
  attempt bigint not null,
  at bigint not null,
  status bigint,
  latency_ms bigint not null,
  error text,
  answer text,
  primary key (account_id, webhook_id, number, attempt)
)/*sqlite  without rowid*/;
