-- Refuses SNS attributes that the caller gave and that could not be delivered, or would lose the message for every policy on attributes. What the catalog
-- promotes is left out instead (event.unpromotable): a member's own act never fails for the looks of a value.
create or replace function event.check_message_attributes(own jsonb, final jsonb) returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare name text; one jsonb; kind text; val text; field text; nested boolean; unread text; chosen jsonb := final - array['layer', 'action', 'changed', 'target'];
begin
  -- The publisher's own are made from the catalog, which has checked its names.
  if own = '{}' then return; end if;
  for name in select jsonb_object_keys(own) loop
    if name in ('layer', 'action', 'changed', 'target', 'replay', 'attempt') then
      perform event.refuse('messageAttributes.' || name, 'is set by the publisher', 'Choose another name.');
    end if;
  end loop;
  if (select count(*) from jsonb_object_keys(chosen)) > 4 then
    perform event.refuse('messageAttributes', 'at most four may be promoted by the catalog or given, ten in all', 'Leave some out, or promote fewer in the catalog.');
  end if;
  for name, one in select * from jsonb_each(own) loop
    field := 'messageAttributes.' || name;
    kind := one ->> 'Type'; val := one ->> 'Value';
    if name !~ '^[A-Za-z0-9_.-]{1,255}$' or name ~* '^(aws|amazon)\.' or name ~ '^\.|\.$|\.\.' then
      perform event.refuse(field, 'the name may hold letters, digits, _ - and single dots inside, and not start with AWS. or Amazon.', 'Choose a name like plan-name.');
    end if;
    -- A receiver in JavaScript takes it for an object's prototype, and with it fails the whole receive of ten.
    if name = '__proto__' then perform event.refuse(field, 'is a name that receivers in JavaScript cannot read', 'Choose a name like plan-name.'); end if;
    if jsonb_typeof(one) is distinct from 'object' or one - 'Type' - 'Value' <> '{}' or kind is null or kind not in ('String', 'Number', 'String.Array') or jsonb_typeof(one -> 'Value') is distinct from 'string' then
      perform event.refuse(field, 'must be {"Type": "String" | "Number" | "String.Array", "Value": text}', 'Give both as text.');
    end if;
    if val = '' then perform event.refuse(field, 'SNS refuses an empty value', 'Leave it out instead.'); end if;
    if val ~ U&'[\0001-\0008\000B\000C\000E-\001F\FFFE\FFFF]' then
      perform event.refuse(field, 'holds a control character, U+FFFE or U+FFFF, which SQS does not take', 'Leave these characters out.');
    end if;
    unread := case when kind <> 'String.Array' then event.unfilterable(kind, val) end;
    if unread is not null then
      perform event.refuse(field, unread || ': SNS would drop the message for every policy on attributes', 'Leave these characters out.');
    elsif kind = 'String' and val ~ '["\\]' then
      perform event.refuse(field, 'a double quote or backslash cannot be filtered on by SNS', 'Leave these characters out.');
    elsif kind = 'Number' and (val !~ '^-?[0-9]{1,10}(\.[0-9]{1,5})?$' or abs(val::numeric) > 1000000000) then
      perform event.refuse(field, 'a Number lies between -1000000000 and 1000000000 with at most five decimals', 'Send it as a String, or within these bounds.');
    elsif kind = 'String.Array' then
      -- JSON may still say what jsonb cannot hold: U+0000, half of a surrogate pair, a number beyond numeric's, brackets without end.
      begin
        -- Two statements: inside one, the planner may evaluate the cast first.
        if val is json array then nested := exists (select from jsonb_array_elements(val::jsonb) x where jsonb_typeof(x) in ('object', 'array')); else nested := true; end if;
      exception when data_exception or statement_too_complex then nested := true;
      end;
      if nested then perform event.refuse(field, 'must be a JSON array of strings, numbers, true, false or null', 'Write it like ["a", "b"].'); end if;
    end if;
  end loop;
end $$;
revoke all on function event.check_message_attributes from public;
