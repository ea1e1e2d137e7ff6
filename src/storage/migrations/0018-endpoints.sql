-- compat: 15
-- The own addresses of channels and of bots are told what happens there, from now on: each becomes a webhook with the id of its channel or bot (src/core/webhooks/keep-endpoint.ts).
-- Who made them is not known, so they are told in Chatwoot's words.
insert into webhooks (account_id, id, dialect, target, url, events, status, secret, created_at, updated_at, position)
select c.account_id, c.id, 'chatwoot', 'channel', c.webhook_url, '["*"]', 'active',
  /*sqlite lower(hex(randomblob(24)))*//*postgres replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')*/,
  c.updated_at, c.updated_at, coalesce((select n.position from account_counters n where n.account_id = c.account_id), 0)
from channels c where c.webhook_url <> '';

insert into webhooks (account_id, id, dialect, target, url, events, status, secret, created_at, updated_at, position)
select m.account_id, m.id, 'chatwoot', 'bot', m.url, '["*"]', 'active',
  /*sqlite lower(hex(randomblob(24)))*//*postgres replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')*/,
  m.updated_at, m.updated_at, coalesce((select n.position from account_counters n where n.account_id = m.account_id), 0)
from (
  select account_id, id, updated_at, /*sqlite json_extract(settings, '$.outgoingUrl')*//*postgres settings::json ->> 'outgoingUrl'*/ as url
  from members where role = 'bot' and removed_at is null
) m where m.url <> '';
