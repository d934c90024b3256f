-- Whether nobody but the sender sends in a layer now: everything is stopped, or its topic is known not to answer. What nobody has confirmed for 30 s
-- is no longer known.
create or replace function event.is_left_to_sender(p_layer smallint) returns boolean language sql stable set search_path = pg_catalog, pg_temp
as $$
  select exists (select from event.layer_control c where c.layer = p_layer and c.stop_scope = 'everything')
      or exists (select from event.outage o where o.part = case p_layer when 1 then 'topic:internal' else 'topic:external' end
                                              and o.seen_at > clock_timestamp() - interval '30 seconds')
$$;
revoke all on function event.is_left_to_sender from public;
grant execute on function event.is_left_to_sender to memberscope_web, memberscope_worker;
