create or replace function event.hash_of(input text) returns bytea language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (select extension.hmac(convert_to(input, 'UTF8'), k.key, 'sha256') from event.hash_key k where k.active)
$$;
revoke all on function event.hash_of from public;
