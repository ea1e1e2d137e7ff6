-- compat: 1
-- What somebody has seen of their notifications beyond what they have read of the conversations. Notifications themselves are kept nowhere: they are made from
-- messages when somebody asks for them, so that no send pays for them.
create table notification_marks (
  account_id bigint not null,
  author_id bigint not null,
  conversation_id bigint not null,
  seen_seq bigint not null,
  primary key (account_id, author_id, conversation_id)
)/*sqlite  without rowid*/;

-- Single ones behind the mark.
create table notification_reads (
  account_id bigint not null,
  author_id bigint not null,
  message_id bigint not null,
  primary key (account_id, author_id, message_id)
)/*sqlite  without rowid*/;

/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values
  ('notification_marks', 'notification_marks', '1000000 100000 100 1'),
  ('notification_reads', 'notification_reads', '1000000 100000 100 1');*/
