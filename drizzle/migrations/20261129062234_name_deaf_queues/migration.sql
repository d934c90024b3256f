-- A queue that says how full it is and gives nothing out: what its consumers had handled at the last look, and since when nothing has moved.
alter table event.queue_measure
  add column handled bigint not null default 0,
  add column still_since timestamptz;
