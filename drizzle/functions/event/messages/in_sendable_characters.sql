-- SQS takes the characters of XML 1.0 alone. PostgreSQL stores two more and writes them as they are: U+FFFE and U+FFFF. In a body they are
-- escaped, which says the same.
create or replace function event.in_sendable_characters(body text) returns text language sql immutable strict parallel safe as $$
  select replace(replace(body, U&'\FFFE', '\ufffe'), U&'\FFFF', '\uffff')
$$;
revoke all on function event.in_sendable_characters from public;
grant execute on function event.in_sendable_characters to memberscope_web, memberscope_worker;
