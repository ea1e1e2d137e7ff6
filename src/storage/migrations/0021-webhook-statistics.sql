-- compat: 1
-- What SQLite's planner should believe of webhooks (0003): it would look for what is pending in a lane among all the deliveries of its webhook.
/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values
  ('webhooks', 'webhooks', '10000 100 1'),
  ('webhook_deliveries', 'webhook_deliveries', '100000000 10000000 1000000 1'),
  ('webhook_deliveries', 'webhook_deliveries_open', '1000000 100000 10000 10 1'),
  ('webhook_deliveries', 'webhook_deliveries_by_conversation', '100000000 10000000 100'),
  ('webhook_deliveries', 'webhook_deliveries_by_age', '100000000 10000000 10'),
  ('webhook_deliveries', 'webhook_deliveries_lost', '100000 10000 1000 500 1'),
  ('webhook_lanes', 'webhook_lanes', '100000 10000 1000 1'),
  ('webhook_lanes', 'webhook_lanes_due', '100000 10000 1000 10'),
  ('webhook_attempts', 'webhook_attempts', '100000000 10000000 1000000 2 1');*/
