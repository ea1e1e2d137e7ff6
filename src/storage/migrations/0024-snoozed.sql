-- compat: 1
-- Conversations that are snoozed until a time: few, and found by it without the others when it has come.
create index conversations_snoozed on conversations (snoozed_until, id) where status = 'snoozed' and snoozed_until is not null;
/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values ('conversations', 'conversations_snoozed', '1000 1 1');*/
