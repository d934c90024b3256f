-- Checks of a row are parsed and planned anew by every statement that inserts, and cost more than all indexes of the event table together. What they asked
-- is asked by event.store_event and event.import_events, which alone write these rows.
alter table event.member_event
  drop constraint id_is_v7, drop constraint sizes, drop constraint member_event_attributes_check, drop constraint member_event_context_check,
  drop constraint member_event_member_id_check, drop constraint member_event_message_attributes_check, drop constraint member_event_origin_check;
alter table event.pending drop constraint pending_layer_check;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- "+82 (0)10 1234 5678" and "0082 010-1234-5678" are +821012345678: the zero that is dialled inside Korea does not follow its country code.
create or replace function event.normalize_personal(kind text, value text) returns text language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare v text := btrim(regexp_replace(value, '\s+', ' ', 'g'));
begin
  case kind
    when 'phone' then
      -- As nearly all are written.
      if v ~ '^01[016789]-?[0-9]{3,4}-?[0-9]{4}$' then return '+82' || substr(replace(v, '-', ''), 2); end if;
      if v ~ '[^0-9 +().\-]' then return null; end if;
      v := regexp_replace(v, '[^0-9+]', '', 'g');
      if v like '00%' then v := '+' || substr(v, 3); end if;
      if v like '0%' then v := '+82' || substr(v, 2); end if;
      -- A Korean mobile number whose zero a spreadsheet has dropped; no other country's number begins so and is as short.
      if v ~ '^1[016789][0-9]{7,8}$' then v := '+82' || v; end if;
      if v not like '+%' then v := '+' || v; end if;
      if v like '+820%' then v := '+82' || substr(v, 5); end if;
      return case when v ~ '^\+[1-9][0-9]{7,14}$' then v end;
    when 'email' then return case when v ~ '^[^@ ]+@[^@ ]+\.[^@ ]+$' and octet_length(v) <= 254 then lower(v) end;
    when 'name', 'address' then return case when v <> '' and octet_length(v) <= 1024 then v end;
  end case;
end $$;
revoke all on function event.normalize_personal from public;
grant execute on function event.normalize_personal to memberscope_domain_writer, memberscope_worker, memberscope_web;

-- The part of an E.164 number that says which network it is in, as it is dialled: in Korea 02 or the three digits of an operator or a province,
-- elsewhere the country's code (ITU-T E.164: one digit for 1 and 7, two for those below, three for all others).
create or replace function event.phone_prefix(value text) returns text language sql immutable parallel safe as $$
  select case
    when value like '+822%' then '02'
    when value like '+82%' then '0' || substr(value, 4, 2)
    when value ~ '^\+[17]' then left(value, 2)
    when value ~ '^\+(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])' then left(value, 3)
    else left(value, 4) end
$$;
revoke all on function event.phone_prefix from public;
grant execute on function event.phone_prefix to memberscope_web;

-- The one form of an IP address that is stored and searched, however it was written: with a port, in brackets, with a zone, in capitals, as IPv4 inside
-- IPv6. Null for what is no address: it stays in the context, and the column is empty. canonicalIp of the vocabulary says the same; a test holds them
-- equal.
create or replace function event.canonical_ip(written text) returns text language sql immutable parallel safe as $$
  select case when written ~ '^(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])){3}$' then written else event.unusual_ip(written) end
$$;
revoke all on function event.canonical_ip from public;
grant execute on function event.canonical_ip to memberscope_web, memberscope_worker;

-- Asks the rules of whose, what and where one by one, for the words of the refusal: of an event that event.store_event does not see by one look to keep
-- them all. Says nothing of one that keeps them.
create or replace function event.refuse_event(member_id text, action text, version smallint, attributes jsonb, context jsonb, origin smallint) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare rule record; fault text;
begin
  if member_id is null or octet_length(member_id) not between 1 and 64 then
    perform event.refuse('memberId', 'must have 1 to 64 bytes', 'Give the member''s identifier, or ''unknown'' when no account was recognised.');
  end if;
  select a.name, a.current_version, v.version, v.schema into rule
    from event.action a left join event.action_version v on v.action_id = a.id and v.version = coalesce(refuse_event.version, a.current_version)
   where a.name = refuse_event.action;
  if rule.version is null then perform event.refuse_action(action, rule.name, refuse_event.version, rule.current_version); end if;
  perform event.refuse_attributes(attributes, rule.schema, rule.name);
  if jsonb_typeof(context) <> 'object' then perform event.refuse('context', 'must be an object', 'Write {"deviceId": "...", "ip": "..."}.'); end if;
  if context ? 'deviceId' and (jsonb_typeof(context -> 'deviceId') <> 'string' or octet_length(context ->> 'deviceId') not between 1 and 128) then
    perform event.refuse('context.deviceId', 'must be text of 1 to 128 bytes', 'Correct it, or leave it out when it is not known.');
  end if;
  if origin is distinct from 1 then
    fault := event.unreadable(context);
    if fault is not null then perform event.refuse_unreadable('context', fault); end if;
    fault := event.unreadable(attributes);
    if fault is not null then perform event.refuse_unreadable('attributes', fault); end if;
  end if;
end $$;
revoke all on function event.refuse_event from public;

-- Stores one event: every refusal, masks, hashes, the event row, what is to be published, and the producer's id. Only the functions that lend it the
-- owner's rights and their search path call it. What keeps every rule is seen by one look at what the catalog worked out when it was pushed; only
-- where that is not plain are rules asked one by one, for the words of the refusal.
create or replace function event.store_event(
  member_id text, action text, attributes jsonb, context jsonb, occurred_at timestamptz, version smallint, source text, source_event_id text,
  correlation_id uuid, causation_id uuid, message_attributes jsonb, due_after interval, origin smallint, id uuid default null,
  out event_id uuid, out is_new boolean, out stored_attributes jsonb)
language plpgsql as $$
#variable_conflict use_column
declare rule record; known event.source_event; content bytea; values_apart jsonb; no_changes text[] := '{}'; now_at timestamptz := clock_timestamp();
begin
  if attributes is null or context is null or message_attributes is null then
    attributes := coalesce(attributes, '{}'); context := coalesce(context, '{}'); message_attributes := coalesce(message_attributes, '{}');
  end if;
  -- Everything that can be said of the event by one look is said here: each further statement costs as much as an index.
  select a.id as action_id, a.name, v.version, v.external, v.personal_names, v.personal_kinds, v.promoted, store_event.attributes ?| v.personal_names as is_personal,
         octet_length(store_event.context::text) + octet_length(store_event.attributes::text) + octet_length(store_event.message_attributes::text) as size,
         octet_length(store_event.member_id) between 1 and 64
         and case when jsonb_typeof(store_event.attributes) = 'object'
               then store_event.attributes - v.declared = '{}' and store_event.attributes ?& v.required and not coalesce(jsonb_path_match(store_event.attributes, v.fault, '{}', true), true) end
         and jsonb_typeof(store_event.context) = 'object'
         and (not store_event.context ? 'deviceId' or jsonb_typeof(store_event.context -> 'deviceId') = 'string' and octet_length(store_event.context ->> 'deviceId') between 1 and 128)
         -- Shorter texts have no room for a hundred levels, or for the digits of such a number.
         and (octet_length(store_event.context::text) <= 200 or origin = 1 or event.unreadable(store_event.context) is null)
         and (v.is_flat or origin = 1 or event.unreadable(store_event.attributes) is null) as is_plain
    into rule
    from event.action a
   -- One row by its key: a join would read all versions.
   cross join lateral (select * from event.action_version v where v.action_id = a.id and v.version = coalesce(store_event.version, a.current_version) offset 0) v
   where a.name = store_event.action;
  if rule.is_plain is not true then
    perform event.refuse_event(store_event.member_id, store_event.action, store_event.version, store_event.attributes, store_event.context, store_event.origin);
    no_changes := event.no_changes(store_event.attributes);
  end if;
  if store_event.occurred_at is not null then perform event.refuse_time(store_event.occurred_at); end if;

  if store_event.id is not null then event_id := store_event.id;
  elsif store_event.occurred_at is null then event_id := event.id_now(store_event.member_id);
  else event_id := event.id_at(store_event.occurred_at, store_event.member_id);
  end if;
  is_new := true;
  if store_event.source is not null or store_event.source_event_id is not null then
    perform event.refuse_source(store_event.source, store_event.source_event_id);
    content := event.content_hash(store_event.member_id, rule.name, rule.version, store_event.attributes, store_event.context, store_event.occurred_at,
      store_event.correlation_id, store_event.causation_id, store_event.message_attributes);
    insert into event.source_event values (store_event.source, store_event.source_event_id, store_event.event_id, store_event.member_id, content) on conflict do nothing;
    if not found then
      select * into known from event.source_event s where s.source = store_event.source and s.source_event_id = store_event.source_event_id;
      if known.content_hash is not null and known.content_hash <> content then
        perform event.refuse('sourceEventId', 'was stored before with other content, as event ' || known.event_id, 'Send the same content again, or use a new id.', 'MS409');
      end if;
      event_id := known.event_id; is_new := false;
      return;
    end if;
  end if;

  stored_attributes := store_event.attributes - no_changes;
  if rule.is_personal then
    select p.masked, p.values_apart into stored_attributes, values_apart from event.keep_apart(stored_attributes, rule.personal_names, rule.personal_kinds) p;
  end if;
  if store_event.message_attributes <> '{}' then
    if jsonb_typeof(store_event.message_attributes) <> 'object' then perform event.refuse('messageAttributes', 'must be an object', 'Give {"name": {"Type": "String", "Value": "..."}}.'); end if;
    perform event.check_message_attributes(store_event.message_attributes, event.promoted_attributes(stored_attributes, rule.promoted) || store_event.message_attributes);
  end if;
  -- Body and attributes never have more than six times the characters of what is stored: only what may be too large is built to be measured.
  if rule.size > 40000 then
    perform event.refuse_size(event_id, store_event.member_id, rule.name, rule.version, stored_attributes, store_event.context, rule.promoted, store_event.message_attributes);
  end if;

  insert into event.member_event (id, member_id, stored_at, correlation_id, causation_id, action_id, version, origin, device_id, ip, attributes, context, message_attributes)
  values (store_event.event_id, store_event.member_id, now_at, coalesce(store_event.correlation_id, store_event.event_id), store_event.causation_id, rule.action_id, rule.version,
          coalesce(store_event.origin, 0::smallint), store_event.context ->> 'deviceId', event.canonical_ip(store_event.context ->> 'ip'), stored_attributes, store_event.context, store_event.message_attributes);
  if values_apart is not null then
    insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
    select store_event.event_id, p.name, p.side, store_event.member_id, p.kind, p.value, extension.hmac(convert_to(p.kind || ':' || p.value, 'UTF8'), k.key, 'sha256')
      from jsonb_to_recordset(values_apart) p(name text, side "char", kind text, value text), event.hash_key k where k.active;
  end if;
  if no_changes <> '{}' then
    insert into event.left_out (event_id, member_id, name, why) select store_event.event_id, store_event.member_id, n, 'no-change' from unnest(no_changes) n;
  end if;
  if origin is distinct from 1 then
    if rule.promoted <> '{}' then
      insert into event.left_out (event_id, member_id, name, why)
      select store_event.event_id, store_event.member_id, l.name, l.why from event.left_out_of(stored_attributes, rule.promoted) l;
    end if;
    if rule.external then
      insert into event.pending (event_id, member_id, layer, stored_at, next_at)
      select store_event.event_id, store_event.member_id, c.layer, now_at, now_at + case when c.layer = 1 then coalesce(store_event.due_after, c.unpublished_after) else c.unpublished_after end
        from event.layer_control c;
    else
      if store_event.due_after is null then select c.unpublished_after into due_after from event.layer_control c where c.layer = 1; end if;
      insert into event.pending (event_id, member_id, layer, stored_at, next_at)
      values (store_event.event_id, store_event.member_id, 1, now_at, now_at + store_event.due_after);
    end if;
  end if;
  if store_event.occurred_at < date_trunc('hour', now_at) then insert into event.recount values (date_trunc('hour', store_event.occurred_at)); end if;
end $$;
revoke all on function event.store_event from public;

set local check_function_bodies = on;

-- End of functions and views.
