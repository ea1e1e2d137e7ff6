-- compat: 4
-- What a team keeps beside its conversations: labels, canned responses, the attributes it has defined, filters its members have saved. A member may be a bot with
-- settings of its own, and one that is gone stays by name in what they have said. A channel may have a bot that answers first.
create table labels (
  account_id bigint not null,
  id bigint not null,
  title text not null,
  description text,
  color text not null,
  on_sidebar smallint not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create unique index labels_by_title on labels (account_id, title);

create table canned_responses (
  account_id bigint not null,
  id bigint not null,
  short_code text not null,
  content text not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create unique index canned_responses_by_code on canned_responses (account_id, short_code);

create table attribute_definitions (
  account_id bigint not null,
  id bigint not null,
  entity text not null,
  attribute_key text not null,
  name text not null,
  kind text not null,
  description text,
  choices text not null,
  pattern text,
  pattern_hint text,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create unique index attribute_definitions_by_key on attribute_definitions (account_id, entity, attribute_key);

create table saved_filters (
  account_id bigint not null,
  id bigint not null,
  member_id bigint not null,
  entity text not null,
  name text not null,
  query text not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create index saved_filters_by_member on saved_filters (account_id, member_id, entity);

alter table members add column settings text not null default '{}';
alter table members add column removed_at bigint;
alter table channels add column bot_id bigint;

/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values
  ('labels', 'labels', '1000 20 1'),
  ('labels', 'labels_by_title', '1000 20 1'),
  ('canned_responses', 'canned_responses', '10000 200 1'),
  ('canned_responses', 'canned_responses_by_code', '10000 200 1'),
  ('attribute_definitions', 'attribute_definitions', '1000 20 1'),
  ('attribute_definitions', 'attribute_definitions_by_key', '1000 20 10 1'),
  ('saved_filters', 'saved_filters', '10000 200 1'),
  ('saved_filters', 'saved_filters_by_member', '10000 200 10 5');*/
