-- What the console and the details API know of a member beside its events. An adopter replaces this view over its own tables, with these columns:
-- the four personal ones in the clear (only functions of the owner read them), details = anything not personal.
create or replace view event.member_profile as
select null::text as member_id, null::text as state, null::timestamptz as joined_at, null::text as name, null::text as phone, null::text as email,
       null::text as address, null::jsonb as details
 where false;
