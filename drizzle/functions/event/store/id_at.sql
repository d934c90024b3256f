-- The id of an event of a member that happened at a given time: a version 7 UUID with the milliseconds, the microseconds in the 12 bits where uuidv7()
-- keeps them, 38 bits that keep the order in which events of one time come, 12 random bits, and the member's 12 bits.
create or replace function event.id_at(t timestamptz, member_id text) returns uuid language sql volatile as $$
  select (lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') || '7'
    || lpad(to_hex(((floor(extract(epoch from t) * 1000000)::bigint % 1000) * 4096 / 1000)::bigint), 3, '0')
    || to_hex(1::bigint << 39 | nextval('event.given_order')) || lpad(to_hex(random(0, 4095)), 3, '0') || event.member_bits(member_id))::uuid
$$;
revoke all on function event.id_at from public;
