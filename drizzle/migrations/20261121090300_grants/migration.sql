-- Group roles with least grants; login roles are members of one of them. Nothing is granted to PUBLIC. No login role may change or delete an event,
-- a publication or an access record.
do $$
declare r text;
begin
  foreach r in array array['memberscope_web', 'memberscope_worker', 'memberscope_domain_writer'] loop
    begin execute format('create role %I nologin', r);
    exception when duplicate_object or unique_violation then null; end;
  end loop;
end $$;

revoke all on schema event, extension, staff, republish from public;
revoke all on all functions in schema event from public;
revoke all on all procedures in schema event from public;
grant usage on schema event to memberscope_web, memberscope_worker, memberscope_domain_writer;

grant execute on function event.record_member_event to memberscope_domain_writer, memberscope_web, memberscope_worker;

grant execute on function event.store_application_event, event.id_floor, event.internal_body, event.external_body, event.message_attributes_of to memberscope_web, memberscope_worker;
grant select on event.action, event.action_version, event.member_event, event.member_event_status, event.pending, event.publication, event.attempt, event.hour_count,
  event.layer_control, event.subscriber, event.inbox, event.partition_range to memberscope_web, memberscope_worker;

-- An adopter may index its own table by event.normalize_personal, which whoever writes that table must then execute.
grant execute on function event.normalize_personal to memberscope_domain_writer, memberscope_worker;

grant execute on function event.normalize_personal, event.mask, event.find_personal, event.find_members, event.reveal_personal, event.masked_profile, event.member_details to memberscope_web;
grant update (stopped_at, stopped_by, stop_reason) on event.layer_control to memberscope_web;
grant usage on schema staff, republish to memberscope_web;
grant select, insert, update on staff.account, staff.session, staff.access_token to memberscope_web;
grant select, insert on staff.access_record, republish.job, republish.item to memberscope_web;

grant insert on event.publication, event.attempt to memberscope_worker;
grant select, insert on event.inbox to memberscope_worker;
grant update (next_at, attempts, last_error, parked_at), delete on event.pending to memberscope_worker;
grant update (unpublished_after) on event.layer_control to memberscope_worker;
grant execute on procedure event.add_quarters to memberscope_worker;
grant usage on schema republish to memberscope_worker;
grant select, update on republish.job, republish.item to memberscope_worker;
