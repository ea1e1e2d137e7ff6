-- What is known of pictures, and when a file was stored. Files from before have none of it.
alter table attachments add column width bigint;
alter table attachments add column height bigint;
alter table attachments add column thumbnail_key text;
alter table attachments add column thumbnail_bytes bigint;
alter table attachments add column created_at bigint;
