-- compat: 1
-- What is delivered, as far as conversations are concerned: who brings it to whom, and the one conversation about it. Only its operator fills it.
create table deliveries (
  account_id bigint not null,
  id bigint not null,
  reference text not null,
  order_reference text,
  driver_id bigint,
  customer_id bigint,
  conversation_id bigint,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)
)/*sqlite  without rowid*/;
create unique index deliveries_by_reference on deliveries (account_id, reference);
create index deliveries_by_order on deliveries (account_id, order_reference) where order_reference is not null;
create index deliveries_by_conversation on deliveries (account_id, conversation_id) where conversation_id is not null;

-- What a support ticket says beside its conversation; everything else of it (status, subject, priority, who answers) is the conversation's.
create table tickets (
  account_id bigint not null,
  conversation_id bigint not null,
  source text not null,
  order_reference text,
  delivery_reference text,
  primary key (account_id, conversation_id)
)/*sqlite  without rowid*/;
create index tickets_by_delivery on tickets (account_id, delivery_reference) where delivery_reference is not null;
create index conversations_by_kind on conversations (account_id, kind, created_at) where kind is not null;

/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values
  ('deliveries', 'deliveries', '1000000 100000 1'),
  ('deliveries', 'deliveries_by_reference', '1000000 100000 1'),
  ('deliveries', 'deliveries_by_order', '1000000 100000 2'),
  ('deliveries', 'deliveries_by_conversation', '1000000 100000 1'),
  ('tickets', 'tickets', '100000 10000 1'),
  ('tickets', 'tickets_by_delivery', '100000 10000 1'),
  ('conversations', 'conversations_by_kind', '1000000 100000 10000 1');*/
