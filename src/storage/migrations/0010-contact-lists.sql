-- compat: 10
-- Contacts get labels, and what lists find and sort them by: keys in lower case, the same on both engines, which one writes beside the contact itself
-- (src/storage/queries/people/contact-keys.ts). What is there already is lowered by the engine, so on SQLite only letters from A to Z are until a contact is next changed.
alter table contacts add column labels text not null default '[]';
alter table contacts add column reachable smallint not null default 0;
alter table contacts add column name_key text/*postgres  collate "C"*/;
alter table contacts add column company_key text/*postgres  collate "C"*/;
alter table contacts add column city_key text/*postgres  collate "C"*/;
alter table contacts add column country_key text/*postgres  collate "C"*/;
alter table contacts add column country_code_key text/*postgres  collate "C"*/;
alter table contacts add column search_key text not null default '';

update contacts set
  reachable = case when email is not null or phone is not null or identifier is not null then 1 else 0 end,
  name_key = lower(substr(name, 1, 255)),
  company_key = lower(substr(/*sqlite json_extract(additional, '$.company_name')*//*postgres additional::json ->> 'company_name'*/, 1, 255)),
  city_key = lower(substr(/*sqlite json_extract(additional, '$.city')*//*postgres additional::json ->> 'city'*/, 1, 255)),
  country_key = lower(substr(/*sqlite json_extract(additional, '$.country')*//*postgres additional::json ->> 'country'*/, 1, 255)),
  country_code_key = lower(substr(/*sqlite json_extract(additional, '$.country_code')*//*postgres additional::json ->> 'country_code'*/, 1, 255));
update contacts set search_key = lower(coalesce(name, '') || '
' || coalesce(email, '') || '
' || coalesce(phone, '') || '
' || coalesce(company_key, ''));

-- The id, by which rows are sorted in the end, is beside the key and not in it: PostgreSQL would look up contacts by id here, too, before it has statistics.
-- SQLite adds it to every index.
create index contacts_by_name on contacts (account_id, reachable, name_key)/*postgres  include (id)*/;
create index contacts_by_creation on contacts (account_id, reachable, created_at)/*postgres  include (id)*/;
create index contacts_by_company on contacts (account_id, company_key)/*postgres  include (id)*/ where company_key is not null;
create index contacts_by_city on contacts (account_id, city_key)/*postgres  include (id)*/ where city_key is not null;
create index contacts_by_country on contacts (account_id, country_key)/*postgres  include (id)*/ where country_key is not null;
create index contacts_labelled on contacts (account_id, id) where labels <> '[]';

/*sqlite insert into sqlite_stat1 (tbl, idx, stat) values
  ('contacts', 'contacts_by_name', '1000000 100000 90000 2'),
  ('contacts', 'contacts_by_creation', '1000000 100000 90000 1'),
  ('contacts', 'contacts_by_company', '200000 20000 10'),
  ('contacts', 'contacts_by_city', '200000 20000 100'),
  ('contacts', 'contacts_by_country', '200000 20000 1000'),
  ('contacts', 'contacts_labelled', '100000 10000 1');*/
