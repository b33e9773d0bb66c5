-- A rule that has ended keeps its versions and runs, and gives its name free.
alter table workflows drop constraint ck_workflows_status;
alter table workflows
  add constraint ck_workflows_status check (status in ('draft', 'active', 'paused', 'ended'));
alter table workflows drop constraint uq_workflows_organization_id_name;
create unique index uq_workflows_name on workflows (organization_id, name) where status <> 'ended';

-- An event that more runs wait for than one transaction wakes: behind which run it goes on.
create table wakes (
  organization_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  after_run_id uuid not null,
  depth smallint not null,
  left_at timestamptz not null,
  constraint pk_wakes primary key (organization_id, id),
  constraint fk_wakes_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_wakes_event foreign key(organization_id, event_id) references events (organization_id, id)
);

grant select, insert, update (after_run_id), delete on wakes to karani_app;
grant select on wakes to karani_relay;

alter table wakes enable row level security;
alter table wakes force row level security;
create policy relay on wakes to karani_relay using (true);
create policy app on wakes to karani_app using (organization_id = this_organization());
