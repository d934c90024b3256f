-- Functions of the event storage. Refusals carry SQLSTATE MS400 (bad input) or MS409 (conflict), the field in COLUMN and the way out in HINT.

create function event.refuse(field text, rule text, way_out text, code text default 'MS400') returns void language plpgsql set search_path = pg_catalog as $$
begin
  raise exception using errcode = code, message = field || ': ' || rule, column = field, hint = way_out;
end $$;

-- The comparable form of a personal value. Phone: digits to E.164 (a leading 0 is a Korean number); e-mail: lower case; name and address: single spaces.
create function event.normalize_personal(kind text, value text) returns text language plpgsql immutable set search_path = pg_catalog as $$
declare v text := btrim(regexp_replace(value, '\s+', ' ', 'g'));
begin
  case kind
    when 'phone' then
      if v ~ '[^0-9 +().\-]' then return null; end if;
      v := regexp_replace(v, '[^0-9+]', '', 'g');
      if v like '00%' then v := '+' || substr(v, 3); end if;
      if v like '0%' then v := '+82' || substr(v, 2); end if;
      if v not like '+%' then v := '+' || v; end if;
      return case when v ~ '^\+[1-9][0-9]{7,14}$' then v end;
    when 'email' then return case when v ~ '^[^@ ]+@[^@ ]+\.[^@ ]+$' and octet_length(v) <= 254 then lower(v) end;
    when 'name', 'address' then return case when v <> '' and octet_length(v) <= 1024 then v end;
  end case;
end $$;

-- What may be shown of a normalized personal value: phone its first three and last four digits, e-mail the first letters of name and domain, name its
-- first character, address its first two words.
create function event.mask(kind text, value text) returns text language plpgsql immutable strict set search_path = pg_catalog as $$
declare digits text;
begin
  case kind
    when 'phone' then
      digits := case when value like '+82%' then '0' || substr(value, 4) else substr(value, 2) end;
      return case when value like '+82%' then '' else '+' end || left(digits, 3) || '-****-' || right(digits, 4);
    when 'email' then return left(value, 1) || '***@' || left(split_part(value, '@', 2), 1) || '***';
    when 'name' then return left(value, 1) || '**';
    when 'address' then return split_part(value, ' ', 1) || ' ' || split_part(value, ' ', 2) || ' ***';
  end case;
end $$;

create function event.hash_of(input text) returns bytea language sql stable security definer set search_path = pg_catalog
return (select extension.hmac(convert_to(input, 'UTF8'), k.key, 'sha256') from event.hash_key k where k.active);

-- The one text of an event's internal message: publisher, size rule and body-scope search use it; nothing serializes it again.
create function event.internal_body(e event.member_event, action text) returns text language sql stable
return jsonb_build_object('eventId', e.id, 'memberId', e.member_id, 'action', action, 'version', e.version,
  'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(e.attributes) k),
  'attributes', e.attributes, 'context', e.context,
  'occurredAt', to_char(uuid_extract_timestamp(e.id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'correlationId', e.correlation_id, 'causationId', e.causation_id)::text;

-- Zero payload: who did what when, and the names of what changed.
create function event.external_body(e event.member_event, action text) returns text language sql stable
return jsonb_build_object('eventId', e.id, 'memberId', e.member_id, 'action', action, 'version', e.version,
  'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(e.attributes) k),
  'occurredAt', to_char(uuid_extract_timestamp(e.id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text;

-- The SNS attributes of an event's message in a layer, target ALL; a resend replaces target and adds replay and attempt.
create function event.message_attributes_of(e event.member_event, layer text) returns jsonb language sql stable
return (
  select jsonb_build_object('layer', jsonb_build_object('Type', 'String', 'Value', layer),
                            'action', jsonb_build_object('Type', 'String', 'Value', a.name),
                            'target', jsonb_build_object('Type', 'String', 'Value', 'ALL'))
    || case when e.attributes = '{}' then '{}' else jsonb_build_object('changed', jsonb_build_object('Type', 'String.Array', 'Value',
         (select jsonb_agg(k order by k)::text from jsonb_object_keys(e.attributes) k))) end
    || (select coalesce(jsonb_object_agg(p.key, jsonb_build_object(
                 'Type', case when jsonb_typeof(e.attributes -> p.key -> 'to') = 'number' then 'Number' else 'String' end,
                 'Value', e.attributes -> p.key ->> 'to')), '{}')
          from jsonb_each(v.schema -> 'properties') p
         where p.value -> 'promote' = 'true' and jsonb_typeof(e.attributes -> p.key -> 'to') in ('string', 'number', 'boolean'))
    || e.message_attributes
    from event.action a join event.action_version v on v.action_id = a.id and v.version = e.version
   where a.id = e.action_id);

-- The producer's own SNS attributes and the promoted ones, against the rules of SNS: refused when stored, not when published.
create function event.check_message_attributes(own jsonb, final jsonb) returns void language plpgsql stable set search_path = pg_catalog as $$
declare name text; one jsonb; kind text; val text; field text; nested boolean; chosen jsonb := final - array['layer', 'action', 'changed', 'target'];
begin
  -- The publisher's own are made from the catalog, which has checked its names.
  if own = '{}' and chosen = '{}' then return; end if;
  for name in select jsonb_object_keys(own) loop
    if name in ('layer', 'action', 'changed', 'target', 'replay', 'attempt') then
      perform event.refuse('messageAttributes.' || name, 'is set by the publisher', 'Choose another name.');
    end if;
  end loop;
  if (select count(*) from jsonb_object_keys(chosen)) > 4 then
    perform event.refuse('messageAttributes', 'at most four may be promoted by the catalog or given, ten in all', 'Leave some out, or promote fewer in the catalog.');
  end if;
  for name, one in select * from jsonb_each(chosen) loop
    field := case when own ? name then 'messageAttributes.' else 'attributes.' end || name;
    kind := one ->> 'Type'; val := one ->> 'Value';
    if name !~ '^[A-Za-z0-9_.-]{1,255}$' or name ~* '^(aws|amazon)\.' or name ~ '^\.|\.$|\.\.' then
      perform event.refuse(field, 'the name may hold letters, digits, _ - and single dots inside, and not start with AWS. or Amazon.', 'Choose a name like plan-name.');
    end if;
    if jsonb_typeof(one) is distinct from 'object' or one - 'Type' - 'Value' <> '{}' or kind is null or kind not in ('String', 'Number', 'String.Array') or jsonb_typeof(one -> 'Value') is distinct from 'string' then
      perform event.refuse(field, 'must be {"Type": "String" | "Number" | "String.Array", "Value": text}', 'Give both as text.');
    end if;
    if val = '' then perform event.refuse(field, 'SNS refuses an empty value', 'Leave it out instead.'); end if;
    if kind = 'String' and val ~ '["\\]' then
      perform event.refuse(field, 'a double quote or backslash cannot be filtered on by SNS', 'Leave these characters out.');
    elsif kind = 'Number' and (val !~ '^-?[0-9]{1,10}(\.[0-9]{1,5})?$' or abs(val::numeric) > 1000000000) then
      perform event.refuse(field, 'a Number lies between -1000000000 and 1000000000 with at most five decimals', 'Send it as a String, or within these bounds.');
    elsif kind = 'String.Array' then
      -- Two statements: inside one, the planner may evaluate the cast first.
      if val is json array then nested := exists (select from jsonb_array_elements(val::jsonb) x where jsonb_typeof(x) in ('object', 'array')); else nested := true; end if;
      if nested then perform event.refuse(field, 'must be a JSON array of strings, numbers, true, false or null', 'Write it like ["a", "b"].'); end if;
    end if;
  end loop;
end $$;

-- One changed attribute against its declaration in the catalog.
create function event.check_attribute(name text, change jsonb, declared jsonb, action text) returns void language plpgsql immutable set search_path = pg_catalog as $$
declare side text; v jsonb; field text := 'attributes.' || name;
begin
  if declared is null then
    perform event.refuse(field, 'is not declared for ' || action, 'Declare it in the event catalog as a new version, or leave it out.');
  end if;
  if jsonb_typeof(change) is distinct from 'object' or change - 'from' - 'to' <> '{}' then
    perform event.refuse(field, 'must be an object with from, to or both', 'Write {"from": old, "to": new}.');
  end if;
  foreach side in array array['from', 'to'] loop
    v := change -> side;
    continue when v is null or v = 'null';
    if jsonb_typeof(v) <> (case declared ->> 'type' when 'integer' then 'number' else declared ->> 'type' end)
       or (declared ->> 'type' = 'integer' and v::numeric <> trunc(v::numeric)) then
      perform event.refuse(field || '.' || side, 'must be of type ' || (declared ->> 'type'), 'Give it as declared in the event catalog.');
    end if;
    if declared ? 'enum' and not (declared -> 'enum') @> v then
      perform event.refuse(field || '.' || side, 'must be one of ' || (declared ->> 'enum'), 'Give one of these, or declare a new version.');
    end if;
  end loop;
end $$;

-- Stores one event: every refusal, masks, hashes, the event row, what is to be published, and the producer's id. Owner only; the wrappers below are what others call.
create function event.store_event(
  member_id text, action text, attributes jsonb, context jsonb, occurred_at timestamptz, version smallint, source text, source_event_id text,
  correlation_id uuid, causation_id uuid, message_attributes jsonb, due_after interval, origin smallint,
  out event_id uuid, out body text, out sns_attributes jsonb, out is_new boolean)
language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  act event.action; ver event.action_version; e event.member_event; name text; side text; kind text; clear text; known event.source_event;
  masked jsonb; content bytea; personal jsonb[] := '{}'; p jsonb; props jsonb; ip_value text; device_value text;
begin
  if store_event.member_id is null or octet_length(store_event.member_id) not between 1 and 64 then
    perform event.refuse('memberId', 'must have 1 to 64 bytes', 'Give the member''s identifier, or ''unknown'' when no account was recognised.');
  end if;
  if store_event.action is null then perform event.refuse('action', 'must be given', 'Give the name of an action in the event catalog.'); end if;
  select * into act from event.action a where a.name = store_event.action;
  if act.id is null then
    perform event.refuse('action', 'there is no action "' || left(store_event.action, 100) || '" in the event catalog', 'Correct the name, or push a catalog that has it.');
  end if;
  select * into ver from event.action_version v where v.action_id = act.id and v.version = coalesce(store_event.version, act.current_version);
  if ver.action_id is null then
    perform event.refuse('version', act.name || ' has no version ' || store_event.version, 'Leave it out for version ' || act.current_version || ', or push that version.');
  end if;
  attributes := coalesce(attributes, '{}'); context := coalesce(context, '{}'); message_attributes := coalesce(message_attributes, '{}');
  if jsonb_typeof(store_event.attributes) <> 'object' then perform event.refuse('attributes', 'must be an object', 'Write {"name": {"from": old, "to": new}}.'); end if;
  if jsonb_typeof(store_event.context) <> 'object' then perform event.refuse('context', 'must be an object', 'Write {"deviceId": "...", "ip": "..."}.'); end if;
  if jsonb_typeof(store_event.message_attributes) <> 'object' then perform event.refuse('messageAttributes', 'must be an object', 'Give {"name": {"Type": "String", "Value": "..."}}.'); end if;
  props := coalesce(ver.schema -> 'properties', '{}');
  for name in select jsonb_object_keys(store_event.attributes) loop
    perform event.check_attribute(name, store_event.attributes -> name, props -> name, act.name);
  end loop;
  for name in select jsonb_array_elements_text(coalesce(ver.schema -> 'required', '[]')) loop
    if not store_event.attributes ? name then perform event.refuse('attributes.' || name, 'is required for ' || act.name, 'Give it as {"from": old, "to": new}.'); end if;
  end loop;
  foreach name in array array['deviceId', 'ip'] loop
    if store_event.context ? name and (jsonb_typeof(store_event.context -> name) <> 'string' or store_event.context ->> name = ''
       or octet_length(store_event.context ->> name) > (case name when 'ip' then 45 else 128 end)) then
      perform event.refuse('context.' || name, 'must be text of 1 to ' || case name when 'ip' then 45 else 128 end || ' bytes', 'Correct it, or leave it out when it is not known.');
    end if;
  end loop;
  device_value := store_event.context ->> 'deviceId'; ip_value := store_event.context ->> 'ip';
  if store_event.occurred_at is not null then
    if store_event.occurred_at > clock_timestamp() + interval '5 minutes' then
      perform event.refuse('occurredAt', 'lies more than five minutes in the future', 'Correct the clock or the time zone of the producer.');
    end if;
    if not exists (select from event.partition_range r where store_event.occurred_at >= (r.from_day::timestamp at time zone 'UTC') and store_event.occurred_at < (r.to_day::timestamp at time zone 'UTC')) then
      perform event.refuse('occurredAt', 'lies before the oldest partition', 'Add the partitions of that time first (event.add_quarters), or correct the time.');
    end if;
  end if;
  if (store_event.source is null) <> (store_event.source_event_id is null) then
    perform event.refuse('sourceEventId', 'source and sourceEventId go together', 'Give both or neither.');
  end if;

  event_id := case when store_event.occurred_at is null then uuidv7() else event.id_at(store_event.occurred_at) end;
  is_new := true;
  if store_event.source is not null then
    content := event.hash_of(jsonb_build_array(store_event.member_id, act.name, ver.version, store_event.attributes, store_event.context, extract(epoch from store_event.occurred_at),
      store_event.correlation_id, store_event.causation_id, store_event.message_attributes)::text);
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

  masked := store_event.attributes;
  for name, kind in select q.key, q.value ->> 'personal' from jsonb_each(props) q where q.value ? 'personal' and store_event.attributes ? q.key loop
    foreach side in array array['from', 'to'] loop
      continue when coalesce(jsonb_typeof(store_event.attributes -> name -> side), 'null') = 'null';
      clear := event.normalize_personal(kind, store_event.attributes -> name ->> side);
      if clear is null then
        perform event.refuse('attributes.' || name || '.' || side, 'is not a valid ' || kind, case kind when 'phone' then 'Write it like 010-1234-5678 or +82 10 1234 5678.' when 'email' then 'Write it like name@example.com.' else 'Give 1 to 1024 bytes of text.' end);
      end if;
      masked := jsonb_set(masked, array[name, side], to_jsonb(event.mask(kind, clear)));
      personal := personal || jsonb_build_object('name', name, 'side', left(side, 1), 'kind', kind, 'value', clear);
    end loop;
  end loop;

  insert into event.member_event (id, member_id, correlation_id, causation_id, action_id, version, origin, device_id, ip, attributes, context, message_attributes)
  values (store_event.event_id, store_event.member_id, coalesce(store_event.correlation_id, store_event.event_id), store_event.causation_id, act.id, ver.version, coalesce(store_event.origin, 0::smallint),
          device_value, ip_value, masked, store_event.context, store_event.message_attributes)
  returning * into e;
  foreach p in array personal loop
    insert into event.personal_value values (e.id, p ->> 'name', p ->> 'side', e.member_id, p ->> 'kind', p ->> 'value', event.hash_of((p ->> 'kind') || ':' || (p ->> 'value')));
  end loop;
  body := event.internal_body(e, act.name);
  sns_attributes := event.message_attributes_of(e, 'internal');
  perform event.check_message_attributes(store_event.message_attributes, sns_attributes);
  -- 256 KiB for body and attributes together, 1 KiB of it kept for target, replay and attempt.
  if octet_length(body) + (select sum(octet_length(a.key) + octet_length(a.value ->> 'Type') + octet_length(a.value ->> 'Value')) from jsonb_each(sns_attributes) a) > 261120 then
    perform event.refuse('attributes', 'the message would be larger than 255 KiB, SNS takes 256 KiB with its attributes', 'Store large values elsewhere and refer to them.');
  end if;
  if e.origin = 0 then
    insert into event.pending (event_id, layer, stored_at, next_at)
    select e.id, c.layer, e.stored_at, e.stored_at + case when c.layer = 1 then coalesce(store_event.due_after, c.unpublished_after) else c.unpublished_after end
      from event.layer_control c where c.layer = 1 or ver.external;
  end if;
end $$;

-- For any language, inside the caller's transaction: live, and due for sending as soon as the transaction commits.
create function event.record_member_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}') returns uuid language sql volatile security definer set search_path = pg_catalog
begin atomic
  select s.event_id from event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, interval '0', 0::smallint) s;
end;

-- For a process that publishes after its own commit: sent by the loop only when that has not been recorded within the layer's threshold.
-- Gives the message as it is to be published.
create function event.store_application_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}', out event_id uuid, out body text, out sns_attributes jsonb, out is_new boolean)
language sql volatile security definer set search_path = pg_catalog
begin atomic
  select s.event_id, s.body, s.sns_attributes, s.is_new from event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null, 0::smallint) s;
end;

-- Where a personal value stands: every event in which it was or became, newest first.
create function event.find_personal(kind text, value text, max_rows int default 1000) returns table (event_id uuid, member_id text, name text, side char(1))
language sql stable security definer set search_path = pg_catalog as $$
  select p.event_id, p.member_id, p.name, p.side from event.personal_value p
   where p.kind = $1 and p.hash = event.hash_of($1 || ':' || event.normalize_personal($1, $2)) order by p.event_id desc limit least($3, 10000)
$$;

-- Which members have this phone number or e-mail address now.
create function event.find_members(kind text, value text) returns setof text language sql stable security definer set search_path = pg_catalog as $$
  select m.member_id from event.member_profile m
   where ($1 = 'phone' and event.normalize_personal('phone', m.phone) = event.normalize_personal('phone', $2))
      or ($1 = 'email' and event.normalize_personal('email', m.email) = event.normalize_personal('email', $2)) limit 10
$$;

create function event.reveal_personal(event_id uuid, name text, side char(1)) returns text language sql stable security definer set search_path = pg_catalog as $$
  select p.value from event.personal_value p where p.event_id = $1 and p.name = $2 and p.side = $3
$$;

-- The profile with its personal values masked: what the console shows.
create function event.masked_profile(member_id text)
returns table (member_id text, state text, joined_at timestamptz, name text, phone text, email text, address text, details jsonb)
language sql stable security definer set search_path = pg_catalog as $$
  select m.member_id, m.state, m.joined_at, event.mask('name', event.normalize_personal('name', m.name)), event.mask('phone', event.normalize_personal('phone', m.phone)),
         event.mask('email', event.normalize_personal('email', m.email)), event.mask('address', event.normalize_personal('address', m.address)), m.details
    from event.member_profile m where m.member_id = $1
$$;

-- The latest state for the holder of a service token: only fields in the token's scope. Subscriber null: the token is unknown or revoked; details null: no such member.
create function event.member_details(token_hash bytea, member_id text, out subscriber_id text, out details jsonb)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare scope text[]; m event.member_profile;
begin
  select t.subscriber_id, t.scope into subscriber_id, scope from event.service_token t where t.token_hash = member_details.token_hash and t.revoked_at is null;
  if subscriber_id is null then return; end if;
  select * into m from event.member_profile p where p.member_id = member_details.member_id;
  if m.member_id is not null then
    details := jsonb_build_object('memberId', m.member_id)
      || (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(
            jsonb_build_object('state', m.state, 'joinedAt', m.joined_at, 'name', m.name, 'phone', m.phone, 'email', m.email, 'address', m.address) || coalesce(m.details, '{}')) f
          where f.key = any(scope));
  end if;
end $$;
