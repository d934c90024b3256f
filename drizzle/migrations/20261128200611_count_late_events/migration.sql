-- Events of a job's selection that were committed after its bound although their time lies before: outside, and told.
alter table republish.job add column late_events bigint not null default 0 check (late_events >= 0);
grant update (late_events) on republish.job to memberscope_web;
