-- 256 KiB for body and attributes together, 1 KiB of it kept for target, replay and attempt.
create or replace function event.refuse_size(id uuid, member_id text, action text, version smallint, attributes jsonb, context jsonb, promoted text[], own jsonb) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if octet_length(event.internal_body(id, member_id, action, version, attributes, context, id, id))
     + (select sum(octet_length(a.key) + octet_length(a.value ->> 'Type') + octet_length(a.value ->> 'Value'))
          from jsonb_each(event.message_attributes_of('internal', action, attributes, promoted, own)) a) > 261120 then
    perform event.refuse('attributes', 'the message would be larger than 255 KiB, SNS takes 256 KiB with its attributes', 'Store large values elsewhere and refer to them.');
  end if;
end $$;
revoke all on function event.refuse_size from public;
