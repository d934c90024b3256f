-- A saved view may ask a sequence instead of conditions.
alter table staff.saved_view add column sequence jsonb;
