-- Declares one version of an action in the event catalog, as a push does: 'added', 'changed' or 'same'. A version that an event uses never changes,
-- so that history stays what was sent (MS409); only its upcast may, which is for readers alone.
create or replace function event.push_action_version(action_id smallint, version smallint, external boolean, schema jsonb, sentence jsonb, upcast jsonb default null) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare known event.action_version; is_same boolean;
begin
  perform event.keep_masks($4);
  insert into event.action_version (action_id, version, external, schema, sentence, upcast, declared, required, personal_names, personal_kinds, promoted, is_flat, fault)
  select $1, $2, $3, $4, $5, $6, r.declared, r.required, r.personal_names, r.personal_kinds, r.promoted, r.is_flat, r.fault from event.attribute_rules($4) r
  on conflict do nothing;
  if found then return 'added'; end if;
  select * into known from event.action_version v where v.action_id = $1 and v.version = $2;
  is_same := known.external = $3 and known.schema = $4 and known.sentence = $5;
  if is_same and known.upcast is not distinct from $6 then return 'same'; end if;
  if not is_same then
    -- An event that is being stored with this version has read it: wait for its commit, and let no other begin.
    lock table event.action_version in access exclusive mode;
    if exists (select from event.member_event e where e.action_id = $1 and e.version = $2) then
      perform event.refuse('version', 'version ' || $2 || ' of this action is used by events and cannot change', 'Add a new version instead.', 'MS409');
    end if;
  end if;
  update event.action_version v
     set external = $3, schema = $4, sentence = $5, upcast = $6,
         declared = r.declared, required = r.required, personal_names = r.personal_names, personal_kinds = r.personal_kinds, promoted = r.promoted, is_flat = r.is_flat, fault = r.fault
    from event.attribute_rules($4) r where v.action_id = $1 and v.version = $2;
  return 'changed';
end $$;
revoke all on function event.push_action_version from public;
grant execute on function event.push_action_version to memberscope_web;
