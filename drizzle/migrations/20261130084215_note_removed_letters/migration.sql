-- What SQS has removed is told from what was only begun; of the acts before, all counted as removed.
alter table event.letter_item add removed_at timestamptz;
update event.letter_item set removed_at = at;
grant update (removed_at) on event.letter_item to memberscope_worker;
