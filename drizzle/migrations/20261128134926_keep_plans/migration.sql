-- What a plan foretold, until it is ordered: whoever approves the job reads what its orderer was told. Named by what was planned and the plan's token.
create table republish.plan (
  digest text primary key, made_by uuid not null references staff.account, made_at timestamptz not null default clock_timestamp(),
  foretold jsonb not null check (jsonb_typeof(foretold) = 'object'));
create index plan_made_by on republish.plan (made_by, made_at);
alter table republish.job add column foretold jsonb;
grant select, insert, delete on republish.plan to memberscope_web;

-- A member's erasure leaves nothing to send of what was to be sent.
alter table republish.item drop constraint item_skipped_because_check;
alter table republish.item add constraint item_skipped_because_check check (skipped_because in ('imported', 'not external', 'gone', 'held', 'erased'));
