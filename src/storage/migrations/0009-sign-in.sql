-- compat: 1
-- Passwords, what went wrong with them, and the sessions they open. `passwords` is looked up by e-mail address before the account is known; it is small and can be
-- copied to every node.
create table passwords (
  email_key text not null,
  account_id bigint not null,
  author_id bigint not null,
  author_kind text not null,
  hash text not null,
  changed_at bigint not null,
  primary key (email_key, account_id, author_id)
)/*sqlite  without rowid*/;
create unique index passwords_by_author on passwords (account_id, author_id);

-- Attempts since the last good one, by account and address; author 0 stands for an address that nobody has a password under, account 0 for no account named.
create table sign_in_attempts (
  account_id bigint not null,
  email_key text not null,
  author_id bigint not null,
  attempts bigint not null,
  last_at bigint not null,
  primary key (account_id, email_key, author_id)
)/*sqlite  without rowid*/;
create index sign_in_attempts_by_time on sign_in_attempts (last_at);

-- The tokens of one session share a family, so that all of them end together.
alter table tokens add column family_id bigint;
create index tokens_by_family on tokens (account_id, family_id) where family_id is not null;
create index tokens_by_end on tokens (expires_at) where family_id is not null;

/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values
  ('passwords', 'passwords', '10000 1 1 1'),
  ('passwords', 'passwords_by_author', '10000 1000 1'),
  ('sign_in_attempts', 'sign_in_attempts', '10000 1000 1 1'),
  ('sign_in_attempts', 'sign_in_attempts_by_time', '10000 1'),
  ('tokens', 'tokens_by_family', '100000 10000 10'),
  ('tokens', 'tokens_by_end', '100000 1');*/
