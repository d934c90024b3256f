-- How far the invented past is loaded, and what its generator knew of some members at some moments. For the owner alone.
create schema demo_world;
revoke all on schema demo_world from public;

-- One row: the same seed, now and members give the same past, so that a load that was broken off goes on where it stopped.
create table demo_world.run (
  only_one boolean primary key default true check (only_one),
  seed int not null, now timestamptz not null, members int not null, next_unit int not null default 0,
  events bigint not null default 0, finished_at timestamptz);

-- A member's state at a moment: field -> {value as events show it, id of the event that set it}; a field no event has set is not there.
create table demo_world.snapshot (
  member_id text not null, at timestamptz not null, fields jsonb not null check (jsonb_typeof(fields) = 'object'), primary key (member_id, at));
