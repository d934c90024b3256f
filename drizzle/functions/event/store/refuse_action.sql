-- Says which of action and version the event catalog does not have. known: the action's name where there is one.
create or replace function event.refuse_action(given text, known text, version smallint, current_version smallint) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if given is null then perform event.refuse('action', 'must be given', 'Give the name of an action in the event catalog.'); end if;
  if known is null then
    perform event.refuse('action', 'there is no action "' || left(given, 100) || '" in the event catalog', 'Correct the name, or push a catalog that has it.');
  end if;
  perform event.refuse('version', known || ' has no version ' || version, 'Leave it out for version ' || current_version || ', or push that version.');
end $$;
revoke all on function event.refuse_action from public;
