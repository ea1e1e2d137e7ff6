-- compat: 4
-- Conversations are found by the minute of their latest activity instead of by its microsecond, and sorted within the minute: an index that most sends
-- leave as it is. On PostgreSQL a row whose indexed columns stay as they are is renewed in its place; otherwise every send writes to all five indexes.
alter table conversations add column active_minute bigint not null default 0;
/*postgres alter table conversations set (fillfactor = 70);*/
update conversations set active_minute = last_activity_at / 60000000;
drop index conversations_by_activity;
create index conversations_by_minute on conversations (account_id, active_minute);
/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values ('conversations', 'conversations_by_minute', '1000000 100000 50 1');*/
