-- The login of your own system: it may call event.record_member_event and nothing else of Memberscope.
create role shop_system login password 'change me' in role memberscope_domain_writer;
grant usage on schema shop to shop_system;
grant select, insert, update on shop.customer to shop_system;
