-- The action of the event that stays of an erased member: without attributes, and told outside, so that others forget, too.
create or replace function event.know_erasure() returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare action_id smallint;
begin
  if exists (select from event.action a where a.name = 'member.erased') then return; end if;
  action_id := event.push_action('member.erased', 'lifecycle');
  perform event.push_action_version(action_id, 1::smallint, true, '{"type": "object", "properties": {}}', '{"ko": "회원 정보가 파기되었습니다", "en": "The member was erased"}');
  perform event.use_newest_version(action_id);
end $$;
revoke all on function event.know_erasure from public;
