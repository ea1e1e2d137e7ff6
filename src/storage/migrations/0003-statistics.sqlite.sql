-- compat: 1
-- What SQLite's planner should believe: without statistics it takes an account for ten rows and walks all of it where an index finds one.
-- The figures are those of a large installation (rows, then rows per leading columns of the index) and are never renewed: plans that suit it cost
-- a small one nothing.
analyze;
delete from sqlite_stat1;
insert into sqlite_stat1 (tbl, idx, stat) values
  ('members', 'members', '10000 100 1'),
  ('members', 'members_by_email', '10000 100 1'),
  ('contacts', 'contacts', '1000000 100000 1'),
  ('contacts', 'contacts_by_email', '1000000 100000 1'),
  ('contacts', 'contacts_by_phone', '1000000 100000 1'),
  ('contacts', 'contacts_by_identifier', '1000000 100000 1'),
  ('contact_channels', 'contact_channels', '1000000 100000 20000 1'),
  ('contact_channels', 'contact_channels_by_contact', '1000000 100000 1 1'),
  ('conversations', 'conversations', '1000000 100000 1'),
  ('conversations', 'conversations_by_number', '1000000 100000 1'),
  ('conversations', 'conversations_by_activity', '1000000 100000 1 1'),
  ('conversations', 'conversations_by_contact', '1000000 100000 2 1'),
  ('conversations', 'conversations_by_application', '1000000 100000 1000 1 1'),
  ('participants', 'participants', '3000000 300000 3 1'),
  ('participants', 'participants_by_author', '3000000 300000 100 1'),
  ('messages', 'messages', '100000000 10000000 100 1'),
  ('messages', 'messages_by_id', '100000000 10000000 1'),
  ('attachments', 'attachments', '1000000 100000 1 1'),
  ('events', 'events', '200000000 20000000 1'),
  ('idempotency_keys', 'idempotency_keys', '1000000 100000 1 1'),
  ('idempotency_keys', 'idempotency_keys_by_message', '1000000 100000 1'),
  ('idempotency_keys', 'idempotency_keys_by_messages', '1000 100'),
  ('idempotency_keys', 'idempotency_keys_by_age', '1000000 1');
