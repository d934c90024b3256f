-- Searches too long for an address, by a key that stands there instead. A person finds their own alone.
create table staff.kept_search (
  account_id uuid not null references staff.account, key text not null check (octet_length(key) = 22),
  conditions jsonb not null check (jsonb_typeof(conditions) = 'array'),
  kept_at timestamptz not null default clock_timestamp(),
  primary key (account_id, key));
grant select, insert on staff.kept_search to memberscope_web;
