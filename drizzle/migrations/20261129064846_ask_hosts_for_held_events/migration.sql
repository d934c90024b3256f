-- Hosts have another purpose, too: to be asked which events a subscriber has.
alter table staff.registered_host drop constraint registered_host_purpose_check,
  add constraint registered_host_purpose_check check (purpose in ('watch', 'held-events'));

-- What a registered host was asked, and the ids that it said a subscriber has. The web asks; a worker calls and keeps the answer.
create table republish.held_answer (
  id uuid primary key default uuidv7(),
  host_id uuid not null references staff.registered_host, asked_by uuid not null references staff.account,
  subscriber text not null check (octet_length(subscriber) between 1 and 60), layer smallint not null check (layer in (1, 2)),
  period_from timestamptz not null, period_to timestamptz not null,
  asked_at timestamptz not null default clock_timestamp(), asking_until timestamptz,
  state text not null default 'asked' check (state in ('asked', 'answered', 'failed')),
  fault text check (fault in ('not-https', 'private', 'unreachable', 'status', 'late', 'too-large', 'not-understood', 'too-many', 'revoked')),
  detail text, event_ids uuid[], answered_at timestamptz,
  check (period_from < period_to), check ((state = 'answered') = (event_ids is not null)), check ((state = 'failed') = (fault is not null)));
create index held_answer_asked on republish.held_answer (id) where state = 'asked';
grant select, delete, insert (host_id, asked_by, subscriber, layer, period_from, period_to) on republish.held_answer to memberscope_web;
grant select, update (asking_until, state, fault, detail, event_ids, answered_at) on republish.held_answer to memberscope_worker;
