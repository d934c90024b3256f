-- The stop switch has two settings, and who does not answer is kept where every process and the console read it.
alter table event.layer_control add column stop_scope text check (stop_scope in ('jobs', 'everything'));
update event.layer_control set stop_scope = 'everything' where stopped_at is not null;
alter table event.layer_control add constraint a_stop_has_its_scope check ((stop_scope is null) = (stopped_at is null));
grant update (stop_scope) on event.layer_control to memberscope_web;

create table event.outage (
  part text primary key check (octet_length(part) <= 200),
  since timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  error text not null check (octet_length(error) <= 2000));
grant select on event.outage to memberscope_web, memberscope_worker;
grant insert, update (seen_at, error), delete on event.outage to memberscope_worker;

