-- For a system that writes an outbox table in Debezium's shape: what it writes there becomes an event in the same transaction. The row's id makes it one
-- event, however often it is written; rows may be deleted at once, as Debezium's users do.
create table shop.outbox (
  id uuid primary key, aggregatetype text not null, aggregateid text not null, type text not null, payload jsonb not null);

create function shop.record_outbox() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform event.record_member_event(new.aggregateid, new.type, coalesce(new.payload -> 'attributes', '{}'), coalesce(new.payload -> 'context', '{}'),
    source => 'shop.outbox', source_event_id => new.id::text);
  return null;
end $$;
create trigger record_outbox after insert on shop.outbox
  for each row when (new.aggregatetype = 'member') execute function shop.record_outbox();
grant insert, select, delete on shop.outbox to shop_system;
