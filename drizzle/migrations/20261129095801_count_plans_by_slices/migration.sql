-- How far a set is counted that takes too long while somebody waits: kept with the plan that began it.
alter table republish.plan add column counting jsonb check (jsonb_typeof(counting) = 'object');
grant update (counting) on republish.plan to memberscope_web;
