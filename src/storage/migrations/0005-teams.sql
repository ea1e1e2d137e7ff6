-- compat: 4
-- Teams, who is in them, and who answers in which channel. A conversation may be a team's.
create table teams (
  account_id bigint not null,
  id bigint not null,
  name text not null,
  name_key text not null,
  description text,
  allow_auto_assign smallint not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create unique index teams_by_name on teams (account_id, name_key);

create table team_members (
  account_id bigint not null,
  team_id bigint not null,
  member_id bigint not null,
  primary key (account_id, team_id, member_id)
)/*sqlite  without rowid*/;
create index team_members_by_member on team_members (account_id, member_id);

create table channel_members (
  account_id bigint not null,
  channel_id bigint not null,
  member_id bigint not null,
  primary key (account_id, channel_id, member_id)
)/*sqlite  without rowid*/;
create index channel_members_by_member on channel_members (account_id, member_id);

alter table conversations add column team_id bigint;

/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values
  ('teams', 'teams', '1000 20 1'),
  ('teams', 'teams_by_name', '1000 20 1'),
  ('team_members', 'team_members', '10000 200 10 1'),
  ('team_members', 'team_members_by_member', '10000 200 2'),
  ('channel_members', 'channel_members', '10000 200 10 1'),
  ('channel_members', 'channel_members_by_member', '10000 200 2');*/
