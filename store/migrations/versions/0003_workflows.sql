-- Workflows: what shall happen, what happened, and what people are asked.

create table workflows (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  status text not null,
  version_id uuid not null,
  trigger_event text,
  schedule text,
  starter text,
  settings jsonb default '{}' not null,
  created_by uuid,
  next_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  constraint pk_workflows primary key (organization_id, id),
  constraint uq_workflows_organization_id_name unique (organization_id, name),
  constraint ck_workflows_status check (status in ('draft', 'active', 'paused')),
  constraint fk_workflows_organization_id foreign key(organization_id) references organizations (id)
);
create index ix_workflows_listening on workflows (organization_id, trigger_event) where status = 'active';

create table workflow_versions (
  organization_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  number integer not null,
  definition jsonb not null,
  published_by uuid,
  published_at timestamptz default now() not null,
  constraint pk_workflow_versions primary key (organization_id, id),
  constraint uq_workflow_versions_organization_id_workflow_id_number unique (organization_id, workflow_id, number),
  constraint fk_workflow_versions_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_workflow_versions_workflow foreign key(organization_id, workflow_id) references workflows (organization_id, id)
);

create table runs (
  organization_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  version_id uuid not null,
  event_id uuid,
  replay_of uuid,
  person_id uuid,
  depth smallint default '0' not null,
  status text not null,
  paused_from text,
  position text,
  waiting_id uuid,
  awaited_event text,
  sequence integer default '0' not null,
  attempt integer default '1' not null,
  held jsonb default '[]' not null,
  error jsonb,
  scheduled_for timestamptz,
  started_at timestamptz not null,
  updated_at timestamptz default now() not null,
  finished_at timestamptz,
  constraint pk_runs primary key (organization_id, id),
  constraint ck_runs_status check (status in (
    'PENDING', 'RUNNING', 'WAITING', 'WAITING_APPROVAL', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'
  )),
  constraint fk_runs_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_runs_version foreign key(organization_id, version_id) references workflow_versions (organization_id, id)
);
create index ix_runs_workflow_id on runs (organization_id, workflow_id, id);
create unique index uq_runs_event on runs (organization_id, event_id, workflow_id)
  where event_id is not null and replay_of is null;
create unique index uq_runs_scheduled on runs (organization_id, workflow_id, scheduled_for)
  where scheduled_for is not null and replay_of is null;
create index ix_runs_awaited_event on runs (organization_id, awaited_event, id) where awaited_event is not null;

create table step_runs (
  organization_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  sequence integer not null,
  step text not null,
  type text not null,
  status text not null,
  attempt integer not null,
  input jsonb,
  output jsonb,
  error jsonb,
  wait jsonb,
  fence integer default '0' not null,
  lease_until timestamptz,
  started_at timestamptz not null,
  finished_at timestamptz,
  constraint pk_step_runs primary key (organization_id, id),
  constraint uq_step_runs_organization_id_run_id_sequence unique (organization_id, run_id, sequence),
  constraint fk_step_runs_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_step_runs_run foreign key(organization_id, run_id) references runs (organization_id, id)
);

create table approvals (
  organization_id uuid not null,
  id uuid not null,
  run_id uuid,
  step_run_id uuid,
  code text not null,
  question jsonb not null,
  shown bytea not null,
  policy text not null,
  self_approval text not null,
  of text not null,
  requested_by uuid,
  status text default 'open' not null,
  decided_by uuid,
  via text,
  deadline timestamptz not null,
  decided_at timestamptz,
  created_at timestamptz default now() not null,
  constraint pk_approvals primary key (organization_id, id),
  constraint ck_approvals_status check (status in ('open', 'approved', 'rejected', 'expired', 'cancelled')),
  constraint fk_approvals_organization_id foreign key(organization_id) references organizations (id)
);
create index ix_approvals_step_run_id on approvals (organization_id, step_run_id);
create index ix_approvals_status on approvals (organization_id, status, id);

create table approval_seats (
  organization_id uuid not null,
  approval_id uuid not null,
  person_id uuid not null,
  code text not null,
  closed_at timestamptz,
  constraint pk_approval_seats primary key (organization_id, approval_id, person_id),
  constraint fk_approval_seats_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_approval_seats_person_id foreign key(person_id) references people (id),
  constraint fk_approval_seats_approval foreign key(organization_id, approval_id) references approvals (organization_id, id)
);
-- A code is unique for whoever may use it, whatever shop asks.
create unique index uq_approval_seats_code on approval_seats (person_id, code) where closed_at is null;

create table asks (
  organization_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  step_run_id uuid not null,
  person_id uuid not null,
  question jsonb not null,
  expect text not null,
  status text default 'open' not null,
  deadline timestamptz not null,
  closed_at timestamptz,
  created_at timestamptz default now() not null,
  constraint pk_asks primary key (organization_id, id),
  constraint ck_asks_status check (status in ('open', 'closed')),
  constraint fk_asks_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_asks_person_id foreign key(person_id) references people (id)
);
create index ix_asks_step_run_id on asks (organization_id, step_run_id);
create index ix_asks_open on asks (person_id, id) where status = 'open';

alter table outbound_messages add column step_run_id uuid;
alter table customers add column note text;
alter table entries add column note text;

grant select, insert on workflows, workflow_versions, runs, step_runs, approvals, asks to karani_app;
grant update (
  name, status, version_id, trigger_event, schedule, starter, settings, next_at, updated_at
) on workflows to karani_app;
grant update (
  status, paused_from, position, waiting_id, awaited_event, sequence, attempt, held, error, updated_at, finished_at
) on runs to karani_app;
grant update (status, input, output, error, wait, fence, lease_until, finished_at) on step_runs to karani_app;
grant update (status, decided_by, via, decided_at) on approvals to karani_app;
grant select, insert, update (closed_at) on approval_seats to karani_app;
grant update (status, closed_at) on asks to karani_app;
-- An entry's money is a fact; a note about it is none. When the day ends is the shop's to say.
grant update (note) on entries to karani_app;
grant update (day_ends_hour) on organizations to karani_app;
grant select on workflows, workflow_versions, runs, step_runs, approvals, approval_seats, asks to karani_relay;

do $$
declare
  name text;
begin
  foreach name in array array[
    'workflows', 'workflow_versions', 'runs', 'step_runs', 'approvals', 'approval_seats', 'asks'
  ]
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy relay on %I to karani_relay using (true)', name);
  end loop;
end $$;

create policy app on workflows to karani_app using (organization_id = this_organization());
create policy app on workflow_versions to karani_app using (organization_id = this_organization());
create policy app on runs to karani_app using (organization_id = this_organization());
create policy app on step_runs to karani_app using (organization_id = this_organization());

-- Whoever is asked reads the question, from whatever shop; only that shop writes it.
create policy app_reads on approval_seats for select to karani_app
  using (organization_id = this_organization() or person_id = this_person());
create policy app_adds on approval_seats for insert to karani_app
  with check (organization_id = this_organization());
create policy app_changes on approval_seats for update to karani_app
  using (organization_id = this_organization());
create policy app_reads on approvals for select to karani_app
  using (
    organization_id = this_organization()
    or exists (
      select from approval_seats s
      where s.organization_id = approvals.organization_id and s.approval_id = approvals.id
        and s.person_id = this_person()
    )
  );
create policy app_adds on approvals for insert to karani_app
  with check (organization_id = this_organization());
create policy app_changes on approvals for update to karani_app
  using (organization_id = this_organization());
create policy app_reads on asks for select to karani_app
  using (organization_id = this_organization() or person_id = this_person());
create policy app_adds on asks for insert to karani_app
  with check (organization_id = this_organization());
create policy app_changes on asks for update to karani_app
  using (organization_id = this_organization());
