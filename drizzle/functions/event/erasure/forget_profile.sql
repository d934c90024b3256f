-- What the member system does of its own when a member is erased, in the same transaction. An adopter replaces this function over its own tables; as it
-- stands, the member system has forgotten the member before.
create or replace function event.forget_profile(member_id text) returns void language sql set search_path = pg_catalog, pg_temp as $$ select $$;
revoke all on function event.forget_profile from public;
