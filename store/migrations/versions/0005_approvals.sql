-- Approvals: what was shown, who proves themselves how, and what is asked of an owner.

-- Null: what is sensible in the shop's currency.
alter table organizations
  add column sms_limit numeric(18, 2),
  add column correction_hours integer default 24 not null,
  add constraint ck_organizations_correction_hours check (correction_hours between 0 and 8760);
grant update (sms_limit, correction_hours) on organizations to karani_app;

-- The money that is decided about, and what is done on a yes where no run waits for it.
alter table approvals add column amount numeric(18, 2), add column act jsonb;
-- The question that a message puts, so that an answer may quote it.
alter table outbound_messages add column approval_id uuid;
-- A run about a record that was put right goes on with what stands in its place.
grant update (event_id) on runs to karani_app;
-- What was said in confidence is kept no longer than it takes to hear it. Nothing else may ever
-- be made of what a person said.
create function only_hide() returns trigger language plpgsql as $$
begin
  if new.body <> '****' or new.raw <> '' then
    raise exception 'permission denied: what a person said is not changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger only_hide before update of body, raw on inbound_messages
  for each row execute function only_hide();
grant update (body, raw) on inbound_messages to karani_app;

-- A person's PIN, whatever shop they are in; `proposed` waits to be said once more.
create table pins (
  person_id uuid not null,
  hash text,
  proposed text,
  tries integer default 0 not null,
  lockouts integer default 0 not null,
  locked_until timestamptz,
  changed_at timestamptz,
  constraint pk_pins primary key (person_id),
  constraint fk_pins_person_id foreign key(person_id) references people (id)
);

create table pin_resets (
  person_id uuid not null,
  hash text not null,
  tries integer default 0 not null,
  expires_at timestamptz not null,
  constraint pk_pin_resets primary key (person_id),
  constraint fk_pin_resets_person_id foreign key(person_id) references people (id)
);

grant select, insert, update on pins to karani_app;
grant select, insert, update, delete on pin_resets to karani_app;

do $$
declare
  name text;
begin
  foreach name in array array['pins', 'pin_resets']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy app on %I to karani_app using (person_id = this_person())', name);
  end loop;
end $$;
