-- For a system that cannot be changed: whoever changes the row, the event is stored in the same transaction.
create function shop.record_contact_change() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare changes jsonb := '{}';
begin
  if new.phone is distinct from old.phone then
    changes := changes || jsonb_build_object('phone', jsonb_build_object('from', old.phone, 'to', new.phone));
  end if;
  if new.email is distinct from old.email then
    changes := changes || jsonb_build_object('email', jsonb_build_object('from', old.email, 'to', new.email));
  end if;
  if changes <> '{}' then
    perform event.record_member_event(new.id, 'contact.changed', changes, '{"channel": "trigger"}');
  end if;
  return null;
end $$;
create trigger record_contact_change after update of phone, email on shop.customer
  for each row execute function shop.record_contact_change();
