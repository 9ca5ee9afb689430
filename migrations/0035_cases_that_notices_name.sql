-- A process of the release before does not say which case its notice of a merge names, and goes on beside this one for a while.
-- The notices that there are say it themselves.
create function case_named(notes text) returns bigint language sql immutable strict parallel safe as $$
  select substring(notes from '^(?:It had been reported before, as|Zgłoszono to już wcześniej, pod numerem|Про це вже повідомляли, номер звернення) (\d{8,18})\.$')::bigint
$$;

create function say_case_named() returns trigger language plpgsql as $$
begin
  new.names_case := case_named(new.notes);
  return new;
end
$$;

create trigger request_timeline_names before insert on request_timeline
  for each row when (new.detailed_status = 'duplicate' and new.names_case is null) execute function say_case_named();
