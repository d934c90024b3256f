-- The producer's own id is a key: too long a one broke the index with PostgreSQL's words, and an empty one made all events without an id one event.
create or replace function event.refuse_source_event() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if octet_length(new.source) not between 1 and 200 then
    perform event.refuse('source', 'must have 1 to 200 bytes', 'Give a short name of the producing system.');
  end if;
  perform event.refuse('sourceEventId', 'must have 1 to 1000 bytes', 'Give the producer''s own id of the event, or leave out source and sourceEventId.');
  return new;
end $$;
revoke all on function event.refuse_source_event from public;
