create or replace view event.member_event_status as
select e.*, a.name as action, a.family, i.published_at is not null as published, i.published_at, x.published_at as external_published_at,
       wi.attempts, wi.next_at, wi.last_error, wx.attempts as external_attempts, wx.next_at as external_next_at, wx.last_error as external_last_error,
       case when i.event_id is not null then 'published' when wi.parked_at is not null then 'parked' when wi.event_id is not null then 'waiting'
            when e.origin = 1 then 'not for publication' else 'fault' end as internal_status,
       case when x.event_id is not null then 'published' when wx.parked_at is not null then 'parked' when wx.event_id is not null then 'waiting'
            when e.origin = 0 and v.external then 'fault' else 'not for publication' end as external_status
  from event.member_event e
  join event.action a on a.id = e.action_id
  join event.action_version v on v.action_id = e.action_id and v.version = e.version
  left join event.publication i on i.event_id = e.id and i.member_id = e.member_id and i.layer = 1
  left join event.publication x on x.event_id = e.id and x.member_id = e.member_id and x.layer = 2
  left join event.pending wi on wi.event_id = e.id and wi.layer = 1
  left join event.pending wx on wx.event_id = e.id and wx.layer = 2;
grant select on event.member_event_status to memberscope_web, memberscope_worker;
