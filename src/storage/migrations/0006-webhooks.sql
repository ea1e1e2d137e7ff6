-- compat: 1
-- Addresses that are told what happens, each told in the words of the dialect it was made in. An address is there once for each account and dialect.
create table webhooks (
  account_id bigint not null,
  id bigint not null,
  dialect text not null,
  url text not null,
  name text,
  events text not null,
  status text not null,
  channel_id bigint,
  secret text not null,
  created_at bigint not null,
  updated_at bigint not null,
  last_attempt_at bigint,
  last_error_at bigint,
  last_error text,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create unique index webhooks_by_url on webhooks (account_id, dialect, url);
