-- Written down by whoever publishes to a layer's topic and got no answer, so that it is named and storing gives nobody a message to publish. The
-- sender alone says when it is over.
create or replace function event.note_topic_away(p_layer smallint, p_error text) returns void language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into event.outage (part, error) values (case p_layer when 1 then 'topic:internal' else 'topic:external' end, left(p_error, 500))
  on conflict (part) do update set seen_at = clock_timestamp(), error = excluded.error
$$;
revoke all on function event.note_topic_away from public;
grant execute on function event.note_topic_away to memberscope_web, memberscope_worker;
