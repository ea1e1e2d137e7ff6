-- compat: 1
-- What went wrong is few among many, and what somebody looks for in the ledger.
create index webhook_deliveries_lost on webhook_deliveries (account_id, webhook_id, state, number) where state in ('failed', 'dropped');
