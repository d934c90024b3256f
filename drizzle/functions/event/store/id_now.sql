-- The id of an event of a member that happens now: uuidv7(), which keeps the order of one session, with the member's 12 bits at its end.
create or replace function event.id_now(member_id text) returns uuid language sql volatile as $$
  select (left(uuidv7()::text, 33) || event.member_bits(member_id))::uuid
$$;
revoke all on function event.id_now from public;
