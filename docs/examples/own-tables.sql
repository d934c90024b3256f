-- The member system of these examples: what you have already.
create schema shop;
create table shop.customer (
  id text primary key, nickname text not null, phone text, email text, state text not null default 'active',
  joined_at timestamptz not null default now());
insert into shop.customer (id, nickname, phone, email)
values ('c-1', 'lark', '010-1234-5678', 'lark@example.com'), ('c-2', 'wren', '010-2345-6789', 'wren@example.com');
