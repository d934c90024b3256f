-- How often somebody has looked for personal values within an hour; see drizzle/schema/staff-look-up-count.ts.
create table staff.look_up_count (
  account_id uuid primary key references staff.account,
  since timestamptz not null default clock_timestamp(),
  looks int not null, misses int not null);

-- That an admin agreed to taking the mask off an attribute; see drizzle/schema/loosening.ts.
create table event.loosening (
  id bigint generated always as identity primary key,
  name text not null, agreed_by uuid not null, reason text not null check (octet_length(reason) between 1 and 2000),
  agreed_at timestamptz not null default clock_timestamp());
grant select, insert (name, agreed_by, reason) on event.loosening to memberscope_web;

create function event.keep_masks() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger keep_masks before insert or update of schema on event.action_version for each row execute function event.keep_masks();

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- How many events hold a masked value of an attribute.
create or replace function event.count_masked(name text) returns bigint language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct p.event_id) from event.personal_value p where p.name = $1
$$;
revoke all on function event.count_masked from public;
grant execute on function event.count_masked to memberscope_web;

-- An attribute that is personal in any action and version stays personal in each one that is written, whoever may write the catalog; unless somebody has
-- agreed to it within 24 hours (event.loosening).
create or replace function event.keep_masks() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare loosened text;
begin
  select p.key into loosened from jsonb_each(new.schema -> 'properties') p
   where not p.value ? 'personal'
     and exists (select from event.action_version v where v.schema -> 'properties' -> p.key ? 'personal')
     and not exists (select from event.loosening l where l.name = p.key and l.agreed_at > clock_timestamp() - interval '24 hours')
   limit 1;
  if loosened is not null then
    perform event.refuse('schema', loosened || ' was personal in another version and stays personal', 'Declare it personal, or have another admin agree first.', 'MS409');
  end if;
  return new;
end $$;
revoke all on function event.keep_masks from public;

-- What may be shown of a normalized personal value: never more than half. Phone: the operator's or the country's prefix, and of the digits behind it at
-- most half, four at most. E-mail: the first letters of name and domain. Name: its first character. Address: at most two words from its beginning, at
-- most half of them; of a short one only as many as are not more than half of its letters. What is as short as that shows nothing.
create or replace function event.mask(kind text, value text) returns text language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
declare
  prefix text;
  local text;
  words text[];
  shown int;
begin
  case kind
    when 'phone' then
      prefix := event.phone_prefix(value);
      local := case when value like '+82%' then '0' || substr(value, 4) else value end;
      shown := least((length(local) - length(prefix)) / 2, 4);
      return prefix || '-****-' || right(substr(local, length(prefix) + 1), shown);
    when 'email' then
      local := split_part(value, '@', 1);
      return left(value, least(length(local) / 2, 1)) || '***@' || left(split_part(value, '@', 2), 1) || '***';
    when 'name' then return left(value, least(length(value) / 2, 1)) || '**';
    when 'address' then
      words := string_to_array(value, ' ');
      shown := least(cardinality(words) / 2, 2);
      if shown = 1 and length(words[1]) * 2 > length(array_to_string(words, '')) then shown := 0; end if;
      return concat_ws(' ', variadic words[1:shown] || '***'::text);
  end case;
end $$;
revoke all on function event.mask from public;
grant execute on function event.mask to memberscope_web, memberscope_worker;

-- The part of an E.164 number that says which network it is in, as it is dialled: in Korea 02 or the three digits of an operator or a province,
-- elsewhere the country's code (ITU-T E.164: one digit for 1 and 7, two for those below, three for all others).
create or replace function event.phone_prefix(value text) returns text language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select case
    when value like '+822%' then '02'
    when value like '+82%' then '0' || substr(value, 4, 2)
    when value ~ '^\+[17]' then left(value, 2)
    when value ~ '^\+(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])' then left(value, 3)
    else left(value, 4) end
$$;
revoke all on function event.phone_prefix from public;
grant execute on function event.phone_prefix to memberscope_web;

-- Counts tries to find somebody by a value, each as one in vain until staff.find_look_up takes it back: so tries that come side by side are counted one
-- by one. Gives what was counted before them in the hour.
create or replace function staff.count_look_ups(account_id uuid, tries int) returns table (looks int, misses int)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into staff.look_up_count as c (account_id, looks, misses) values ($1, $2, $2)
  on conflict on constraint look_up_count_pkey do update
     set since = case when c.since < clock_timestamp() - interval '1 hour' then clock_timestamp() else c.since end,
         looks = case when c.since < clock_timestamp() - interval '1 hour' then $2 else c.looks + $2 end,
         misses = case when c.since < clock_timestamp() - interval '1 hour' then $2 else c.misses + $2 end
  returning c.looks - $2, c.misses - $2
$$;
revoke all on function staff.count_look_ups from public;
grant execute on function staff.count_look_ups to memberscope_web;

-- One of the tries that staff.count_look_ups counted has found somebody.
create or replace function staff.find_look_up(account_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update staff.look_up_count c set misses = greatest(c.misses - 1, 0) where c.account_id = $1
$$;
revoke all on function staff.find_look_up from public;
grant execute on function staff.find_look_up to memberscope_web;

set local check_function_bodies = on;

-- End of functions and views.
