-- compat: 1
-- Full text of the messages, filled by a follower of the log and never on the path of a send.
create table message_search (
  account_id bigint not null,
  message_id bigint not null,
  words tsvector not null,
  primary key (account_id, message_id)
);
create index message_search_words on message_search using gin (words);
create table search_progress (account_id bigint primary key, position bigint not null);
