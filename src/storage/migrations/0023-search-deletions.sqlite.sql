-- compat: 1
-- What is taken out of the index is only marked. By itself it would now and then write large parts of itself anew, a second's work within one deletion; the housekeeping does that in small steps (src/core/search/tidy-index.ts).
insert into message_search (message_search, rank) values ('deletemerge', 0);
