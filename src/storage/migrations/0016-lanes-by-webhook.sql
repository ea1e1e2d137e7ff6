-- compat: 1
-- Due lanes are looked for webhook by webhook, so that those of one that is paused or resting are in nobody's way.
drop index webhook_lanes_due;
create index webhook_lanes_due on webhook_lanes (account_id, webhook_id, next_at);
