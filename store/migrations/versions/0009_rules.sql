-- A rule that has ended keeps its versions and runs, and gives its name free.
alter table workflows drop constraint ck_workflows_status;
alter table workflows
  add constraint ck_workflows_status check (status in ('draft', 'active', 'paused', 'ended'));
alter table workflows drop constraint uq_workflows_organization_id_name;
create unique index uq_workflows_name on workflows (organization_id, name) where status <> 'ended';
