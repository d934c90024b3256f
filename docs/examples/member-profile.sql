-- What the console and the details API know of a member beside its events: these columns, in this order, over your own tables.
-- Run it as the owner of Memberscope's schema, who must be able to read the tables. The four personal columns are clear here: only
-- functions of the owner read the view, staff see masks. details holds anything that is not personal.
create or replace view event.member_profile as
select c.id::text as member_id, c.state::text as state, c.joined_at, null::text as name, c.phone, c.email, null::text as address,
       jsonb_build_object('nickname', c.nickname) as details
  from shop.customer c;

-- Staff look members up by phone and e-mail: index what they look up by.
create index customer_phone on shop.customer (event.normalize_personal('phone', phone));
create index customer_email on shop.customer (event.normalize_personal('email', email));
