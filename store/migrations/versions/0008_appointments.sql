-- The diary: appointments follow from their events; a reminder is what one person asked for.

create table appointments (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  service text,
  at timestamptz not null,
  minutes integer default 30 not null,
  status text default 'scheduled' not null,
  booked_by uuid,
  note text,
  changed_by uuid,
  changed_event_id uuid not null,
  created_at timestamptz default now() not null,
  constraint pk_appointments primary key (organization_id, id),
  constraint ck_appointments_status check (status in ('scheduled', 'confirmed', 'kept', 'missed', 'cancelled')),
  constraint ck_appointments_minutes check (minutes between 1 and 1440),
  constraint fk_appointments_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_appointments_event foreign key(organization_id, id) references events (organization_id, id),
  constraint fk_appointments_customer foreign key(organization_id, customer_id) references customers (organization_id, id)
);
create index ix_appointments_at on appointments (organization_id, at);
create index ix_appointments_changed_by on appointments (organization_id, changed_by, changed_event_id);

create table reminders (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  text text not null,
  at timestamptz not null,
  status text default 'open' not null,
  created_at timestamptz default now() not null,
  constraint pk_reminders primary key (organization_id, id),
  constraint ck_reminders_status check (status in ('open', 'sent', 'cancelled')),
  constraint fk_reminders_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_reminders_person_id foreign key(person_id) references people (id)
);
create index ix_reminders_open on reminders (organization_id, person_id, at) where status = 'open';

-- A rule may ask a customer of the shop as well.
alter table asks add column customer_id uuid;

-- An appointment is moved by another event than it was made by: one rule hears of both.
alter table workflows add column more_events text[] default '{}' not null;
create index ix_workflows_more_events on workflows (organization_id)
  where status = 'active' and more_events <> '{}';

-- Of one shop many timers are due together.
create index ix_outbox_timers on outbox (organization_id, due_at)
  where kind = 'timer' and parked_at is null;

grant select, insert on appointments, reminders to karani_app;
grant update (at, minutes, status, note, changed_by, changed_event_id) on appointments to karani_app;
grant update (status) on reminders to karani_app;
grant update (more_events) on workflows to karani_app;
grant select on appointments, reminders to karani_relay;

do $$
declare
  name text;
begin
  foreach name in array array['appointments', 'reminders']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy relay on %I to karani_relay using (true)', name);
  end loop;
end $$;

create policy app on appointments to karani_app using (organization_id = this_organization());
create policy app on reminders to karani_app using (organization_id = this_organization());
