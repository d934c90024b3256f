-- Searches of the explorer under a name. What was looked at goes with its view.
create table staff.saved_view (
  id uuid primary key default uuidv7(), account_id uuid not null references staff.account,
  name text not null check (length(name) between 1 and 80),
  audience text not null check (audience in ('private', 'team')),
  conditions jsonb not null check (jsonb_typeof(conditions) = 'array'), policy jsonb,
  changed_at timestamptz not null default clock_timestamp(),
  unique (account_id, name));
create table staff.saved_view_look (
  account_id uuid not null references staff.account, view_id uuid not null references staff.saved_view on delete cascade,
  looked_at timestamptz not null default clock_timestamp(),
  primary key (account_id, view_id));
create index saved_view_look_view on staff.saved_view_look (view_id);
grant select, insert, update, delete on staff.saved_view to memberscope_web;
grant select, insert, update on staff.saved_view_look to memberscope_web;

-- A policy is kept beside the conditions of a search that is too long for an address.
alter table staff.kept_search add column policy jsonb;
