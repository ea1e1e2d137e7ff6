-- compat: 1
-- Full text of the messages, filled by a follower of the log and never on the path of a send. The index holds no text of its own
-- (contentless), only which words occur where; `scope` is the account's own word, so that a match never leaves the account.
create virtual table message_search using fts5(
  scope, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '3'
);
create table search_progress (account_id bigint primary key, position bigint not null);
