-- A text that people wrote, without what a mask of that member hides: e-mail addresses, what is dialled like a phone number, and the member's names, now or
-- before. Letters and digits in full width count as what they are read as. Dates, amounts and identifiers stay.
create or replace function event.mask_free_text(given text, member_id text) returns text language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare masked text := normalize(given, NFKC); name text;
begin
  masked := regexp_replace(masked, '[^\s@<>()"'',;:]+@[^\s@<>()"'',;:]+', '***@***', 'g');
  -- Of a number that begins as one is dialled everything goes: with a few digits left the mask beside it would be undone.
  masked := regexp_replace(masked, '(^|[^[:alnum:]])(\+|00|0|82[\s.-]*1|1[016789])[\s().~\-–·]*([0-9][\s().~\-–·]*){6,14}[0-9](?![[:alnum:]-])', '\1***', 'g');
  for name in
    select event.normalize_personal('name', m.name) from event.member_profile m where m.member_id = $2
    union select p.value from event.personal_value p where p.member_id = $2 and p.kind = 'name'
  loop
    continue when length(name) < 2;
    masked := replace(masked, name, event.mask('name', name));
  end loop;
  return masked;
end $$;
revoke all on function event.mask_free_text from public;
grant execute on function event.mask_free_text to memberscope_web, memberscope_worker;
