-- compat: 1
-- Messages that wait for the address their channel hands over to, `pending` or `retrying`: few, and found without the others.
create index messages_waiting on messages (account_id, conversation_id, seq) where status in (0, 4);
-- Without figures SQLite walks all that a webhook was ever told, to find what it still has to be.
/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values
  ('messages', 'messages_waiting', '1000 100 10 1'),
  ('webhook_deliveries', 'webhook_deliveries', '10000000 1000000 200000 1'),
  ('webhook_deliveries', 'webhook_deliveries_open', '1000 500 100 5 1'),
  ('webhook_deliveries', 'webhook_deliveries_lost', '10000 1000 500 400 1'),
  ('webhook_deliveries', 'webhook_deliveries_by_conversation', '10000000 1000000 50'),
  ('webhook_deliveries', 'webhook_deliveries_by_age', '10000000 1000000 5');*/
