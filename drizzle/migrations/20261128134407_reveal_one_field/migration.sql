create table staff.reveal (
  id uuid primary key default uuidv7(), at timestamptz not null default clock_timestamp(), ends_at timestamptz not null,
  account_id uuid not null references staff.account, member_id text collate "C" not null check (octet_length(member_id) between 1 and 64),
  field text not null check (field in ('name', 'phone', 'email', 'address')),
  reason_code text not null check (reason_code in ('identity-check', 'contact-member', 'correct-data', 'suspected-abuse', 'legal-request')),
  case_number text not null, record_id uuid not null);
create index reveal_account on staff.reveal (account_id, at);
grant select on staff.reveal to memberscope_web;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

drop function event.reveal_personal(uuid,text,character);

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

-- Whose a service token is, by its hash, and what it may ask for; no row when it is unknown or revoked.
create or replace function event.token_holder(token_hash bytea) returns table (subscriber_id text, scope text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.subscriber_id, t.scope from event.service_token t where t.token_hash = $1 and t.revoked_at is null
$$;
revoke all on function event.token_holder from public;
grant execute on function event.token_holder to memberscope_web;

-- Shows one personal value of a member in the clear, and writes who saw it and why before it is given: the only way to a clear value for staff. Who asks is read from the
-- account, not from the caller, and so is how often. outcome: shown; none (there is no such value, or no such member); erased; too-many; forbidden. Each is recorded.
create or replace function staff.reveal_field(
  account_id uuid, ip text, member_id text, field text, reason_code text, reason text, case_number text,
  out outcome text, out value text, out ends_at timestamptz, out used int, out most int, out record_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who staff.account; lasts interval := interval '5 minutes';
begin
  -- One account's reveals come one after the other, or many at once would all be the twentieth.
  select * into who from staff.account a where a.id = reveal_field.account_id for update;
  most := case who.role when 'agent' then 20 when 'analyst' then 60 else 0 end;
  select count(*) into used from staff.reveal r where r.account_id = who.id and r.at > clock_timestamp() - interval '1 hour';
  outcome := case
    when who.id is null or who.disabled_at is not null or most = 0 then 'forbidden'
    when used >= most then 'too-many'
    when exists (select from event.erased_member e where e.member_id = reveal_field.member_id) then 'erased'
    else 'shown' end;
  if outcome = 'shown' then
    select event.normalize_personal(field, case field when 'name' then m.name when 'phone' then m.phone when 'email' then m.email when 'address' then m.address end)
      into value from event.member_profile m where m.member_id = reveal_field.member_id;
    if value is null then outcome := 'none'; end if;
  end if;
  insert into staff.access_record (account_id, login, role, ip, act, member_ids, what, result, reason)
  values (who.id, coalesce(who.login, 'nobody'), who.role, reveal_field.ip, 'reveal', array[reveal_field.member_id],
          jsonb_build_object('field', field, 'reasonCode', reason_code, 'caseNumber', case_number),
          case outcome when 'shown' then 'done' when 'none' then 'not found' else 'refused' end,
          event.mask_free_text(reason, reveal_field.member_id))
  returning id into record_id;
  if outcome in ('shown', 'none') then
    insert into staff.reveal (ends_at, account_id, member_id, field, reason_code, case_number, record_id)
    values (clock_timestamp() + lasts, who.id, reveal_field.member_id, reveal_field.field, reveal_field.reason_code, reveal_field.case_number, reveal_field.record_id)
    returning reveal.ends_at into ends_at;
    used := used + 1;
  end if;
end $$;
revoke all on function staff.reveal_field from public;
grant execute on function staff.reveal_field to memberscope_web;

set local check_function_bodies = on;

-- End of functions and views.
