-- compat: 1
-- The one channel that the token of a visitor is good for. A binary that does not know the column knows no such tokens either, and refuses them.
alter table tokens add column channel_id bigint;
