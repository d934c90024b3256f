-- In your tests, as your system's login: do what your code does, look at what this transaction recorded, roll back. Nothing stays, nothing is sent.
-- In a test of your own language the same select runs on the connection whose transaction the test rolls back.
begin;
update shop.customer set nickname = 'heron' where id = 'c-1';
select event.record_member_event('c-1', 'nickname.changed', '{"nickname": {"from": "skylark", "to": "heron"}}', '{"channel": "test"}');

do $$
declare recorded record;
begin
  select * into strict recorded from event.recorded_here();
  assert recorded.action = 'nickname.changed', 'another action: ' || recorded.action;
  assert recorded.attributes -> 'nickname' ->> 'to' = 'heron', 'another nickname: ' || recorded.attributes;
end $$;
rollback;
