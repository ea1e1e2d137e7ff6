-- compat: 4
-- Lists of conversations ask for a status first, and count what they find by assignee, channel and team: this index answers both by itself. A send leaves it as it
-- is within a minute, as it does the index by activity.
create index conversations_by_status on conversations (account_id, status, active_minute, assignee_id, channel_id, team_id);
/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values ('conversations', 'conversations_by_status', '1000000 100000 90000 50 10 5 2');*/
