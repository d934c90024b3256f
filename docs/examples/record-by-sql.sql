-- One transaction: the change and the event that tells of it, or neither.
begin;
update shop.customer set nickname = 'skylark' where id = 'c-1';
select event.record_member_event('c-1', 'nickname.changed', '{"nickname": {"from": "lark", "to": "skylark"}}', '{"channel": "office"}');
commit;
