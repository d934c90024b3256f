-- "What did this event cause": by its own index, whatever story the effects belong to. Most events have no cause, and no entry.
create index member_event_cause on event.member_event (causation_id, id) where causation_id is not null;
