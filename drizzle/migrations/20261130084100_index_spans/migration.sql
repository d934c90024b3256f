-- "Of these rows, those of this time": joined with what another index finds, at the cost of some pages, where a bitmap of every id of a long time
-- takes longer than reading what was found. Ids come in the order in which rows do; a range is summed up once the next one begins.
create index member_event_span on event.member_event using brin (id) with (pages_per_range = 32, autosummarize = on);
