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
