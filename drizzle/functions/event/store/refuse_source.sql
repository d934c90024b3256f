-- The producer's own id is a key: too long a one would break the index with PostgreSQL's words, and an empty one make all events without an id one.
create or replace function event.refuse_source(source text, source_event_id text) returns void language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  if (source is null) <> (source_event_id is null) then
    perform event.refuse('sourceEventId', 'source and sourceEventId go together', 'Give both or neither.');
  end if;
  if octet_length(source) not between 1 and 200 then
    perform event.refuse('source', 'must have 1 to 200 bytes', 'Give a short name of the producing system.');
  end if;
  if octet_length(source_event_id) not between 1 and 1000 then
    perform event.refuse('sourceEventId', 'must have 1 to 1000 bytes', 'Give the producer''s own id of the event, or leave out source and sourceEventId.');
  end if;
end $$;
revoke all on function event.refuse_source from public;
