-- How the attributes of the version before become those of this one: for readers alone. What is stored and what was sent never changes.
alter table event.action_version add column upcast jsonb check (jsonb_typeof(upcast) = 'object');
