-- What the API looks up: facts and audit entries by who, what and when, newest first.
create index ix_events_person_id on events (organization_id, person_id, id) where person_id is not null;
drop index ix_audit_entries_entity;
create index ix_audit_entries_entity on audit_entries (organization_id, entity, id);
create index ix_audit_entries_entity_id on audit_entries (organization_id, entity_id, id);
create index ix_audit_entries_action on audit_entries (organization_id, action, id);
create index ix_audit_entries_person_id on audit_entries (organization_id, person_id, id) where person_id is not null;
-- Entries and appointments in the order in which they are listed; reports read no more than before.
drop index ix_entries_business_date;
create index ix_entries_business_date on entries (organization_id, business_date, id)
  include (kind, amount, payment, person_id, item_key, quantity, unit);
drop index ix_appointments_at;
create index ix_appointments_at on appointments (organization_id, at, id);

-- Where a chain ended on a day, signed: who keeps a copy sees whether it was written anew.
create table audit_checkpoints (
  organization_id uuid not null,
  day date not null,
  sequence bigint not null,
  hash bytea not null,
  public_key bytea not null,
  signature bytea not null,
  signed_at timestamptz default now() not null,
  constraint pk_audit_checkpoints primary key (organization_id, day),
  constraint fk_audit_checkpoints_organization_id foreign key(organization_id) references organizations (id)
);
grant select on audit_checkpoints to karani_app;
grant select, insert on audit_checkpoints to karani_relay;
alter table audit_checkpoints enable row level security;
alter table audit_checkpoints force row level security;
create policy relay on audit_checkpoints to karani_relay using (true);
create policy app on audit_checkpoints to karani_app using (organization_id = this_organization());
-- The day for which a chain's end was looked at last: each waits for its turn in this order.
alter table audit_heads add column signed_on date default '0001-01-01' not null;
create index ix_audit_heads_signed_on on audit_heads (signed_on);
