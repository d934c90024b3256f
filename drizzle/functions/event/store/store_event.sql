-- Stores one event: every refusal, masks, hashes, the event row, what is to be published, and the producer's id. Only the functions that lend it the
-- owner's rights and their search path call it. What keeps every rule is seen by one look at what the catalog worked out when it was pushed; only
-- where that is not plain are rules asked one by one, for the words of the refusal.
create or replace function event.store_event(
  member_id text, action text, attributes jsonb, context jsonb, occurred_at timestamptz, version smallint, source text, source_event_id text,
  correlation_id uuid, causation_id uuid, message_attributes jsonb, due_after interval, origin smallint, id uuid default null,
  out event_id uuid, out is_new boolean, out stored_attributes jsonb)
language plpgsql as $$
#variable_conflict use_column
declare rule record; known event.source_event; content bytea; apart record; no_changes text[] := '{}'; now_at timestamptz := clock_timestamp();
begin
  if attributes is null or context is null or message_attributes is null then
    attributes := coalesce(attributes, '{}'); context := coalesce(context, '{}'); message_attributes := coalesce(message_attributes, '{}');
  end if;
  -- Everything that can be said of the event by one look is said here: each further statement costs as much as an index.
  select a.id as action_id, a.name, v.version, v.external, v.personal_names, v.personal_kinds, v.promoted, store_event.attributes ?| v.personal_names as is_personal,
         exists (select from event.erased_member x where x.member_id = store_event.member_id) as is_erased,
         case when store_event.id is null and store_event.occurred_at is null then event.id_now(store_event.member_id) end as id_now,
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
  event_id := rule.id_now;
  if event_id is null then
    if store_event.occurred_at is not null then perform event.refuse_time(store_event.occurred_at); end if;
    event_id := coalesce(store_event.id, event.id_at(store_event.occurred_at, store_event.member_id));
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
    -- Personal values are taken out: what the event carries is masked, the comparable forms are kept apart.
    select store_event.stored_attributes || jsonb_object_agg(c.name, c.change || jsonb_strip_nulls(jsonb_build_object('from', event.mask(c.kind, c.from_clear), 'to', event.mask(c.kind, c.to_clear)))) as masked,
           array_agg(c.name) as names, array_agg(c.kind) as kinds, array_agg(c.from_clear) as from_clears, array_agg(c.to_clear) as to_clears,
           bool_and((c.from_clear is not null or c.change ->> 'from' is null) and (c.to_clear is not null or c.change ->> 'to' is null)) as is_valid
      into apart
      from (select p.name, p.kind, store_event.stored_attributes -> p.name as change,
                   event.normalize_personal(p.kind, store_event.stored_attributes -> p.name ->> 'from') as from_clear,
                   event.normalize_personal(p.kind, store_event.stored_attributes -> p.name ->> 'to') as to_clear
              from unnest(rule.personal_names, rule.personal_kinds) p(name, kind)
             where store_event.stored_attributes ? p.name offset 0) c;
    if apart.is_valid is false then perform event.refuse_personal(stored_attributes, rule.personal_names, rule.personal_kinds); end if;
    stored_attributes := coalesce(apart.masked, stored_attributes);
  end if;
  if store_event.message_attributes <> '{}' then
    if jsonb_typeof(store_event.message_attributes) <> 'object' then perform event.refuse('messageAttributes', 'must be an object', 'Give {"name": {"Type": "String", "Value": "..."}}.'); end if;
    perform event.check_message_attributes(store_event.message_attributes, event.promoted_attributes(stored_attributes, rule.promoted) || store_event.message_attributes);
  end if;
  -- Body and attributes never have more than six times the characters of what is stored: only what may be too large is built to be measured.
  if rule.size > 40000 then
    perform event.refuse_size(event_id, store_event.member_id, rule.name, rule.version, stored_attributes, store_event.context, rule.promoted, store_event.message_attributes);
  end if;

  if rule.is_erased and event.erases_devices() then context := event.without_device(context); end if;
  insert into event.member_event (id, member_id, stored_at, correlation_id, causation_id, action_id, version, origin, device_id, ip, attributes, context, message_attributes)
  values (store_event.event_id, store_event.member_id, now_at, coalesce(store_event.correlation_id, store_event.event_id), store_event.causation_id, rule.action_id, rule.version,
          coalesce(store_event.origin, 0::smallint), store_event.context ->> 'deviceId', event.canonical_ip(store_event.context ->> 'ip'), stored_attributes, store_event.context, store_event.message_attributes);
  -- Of an erased member only the masks are kept, whatever comes late.
  if rule.is_personal and not rule.is_erased then
    insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
    select store_event.event_id, p.name, p.side, store_event.member_id, p.kind, p.value, extension.hmac(convert_to(p.kind || ':' || p.value, 'UTF8'), k.key, 'sha256')
      from (select a.name, s.side, a.kind, s.value
              from unnest(apart.names, apart.kinds, apart.from_clears, apart.to_clears) a(name, kind, from_clear, to_clear)
             cross join lateral (values ('f'::"char", a.from_clear), ('t'::"char", a.to_clear)) s(side, value)
             where s.value is not null) p, event.hash_key k where k.active;
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
