-- compat: 1
-- An application is told of its conversations at one address for each account.
create unique index webhooks_by_application on webhooks (account_id, dialect, application_id) where target = 'webhook' and application_id is not null;
