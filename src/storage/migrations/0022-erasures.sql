-- compat: 1
-- What is left to do for people whose data is erased, and what was done. `words` are what their traces are found by; they go with the last of them.
create table erasures (
  account_id bigint not null,
  id bigint not null,
  contact_id bigint not null,
  actor_kind text not null,
  actor_id bigint not null,
  phase text not null,
  place text,
  log_from bigint not null,
  words text not null,
  counts text not null,
  created_at bigint not null,
  finished_at bigint,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create index erasures_open on erasures (account_id, contact_id) where finished_at is null;
