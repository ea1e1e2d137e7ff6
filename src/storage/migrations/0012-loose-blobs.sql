-- compat: 1
-- What lies in the blob store, or is about to, and is named by no attachment: from before the bytes are put until a message names them, and from the moment
-- a message is deleted until the bytes are gone. `since` 0 says that they are to go now and can be named no more.
create table loose_blobs (
  account_id bigint not null,
  blob_key text not null,
  since bigint not null,
  primary key (account_id, blob_key)
)/*sqlite  without rowid*/;
create index loose_blobs_by_age on loose_blobs (since);
