-- The spine: organizations and people, what they say to each other, what becomes of it.

create type delivery_status as enum (
  'queued', 'sending', 'unknown', 'sent', 'failed', 'suppressed', 'delivered', 'read'
);

create table organizations (
  id uuid not null,
  name text not null,
  country text not null,
  currency text not null,
  timezone text not null,
  language text not null,
  day_ends_hour integer default '0' not null,
  created_at timestamptz default now() not null,
  constraint pk_organizations primary key (id),
  constraint ck_organizations_day_ends_hour check (day_ends_hour between 0 and 12)
);

create table people (
  id uuid not null,
  name text,
  language text,
  country text,
  consent_version text,
  consented_at timestamptz,
  created_at timestamptz default now() not null,
  constraint pk_people primary key (id)
);

create table addresses (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  value text not null,
  created_at timestamptz default now() not null,
  constraint pk_addresses primary key (id),
  constraint uq_addresses_kind_value unique (kind, value),
  constraint fk_addresses_person_id foreign key(person_id) references people (id)
);
create index ix_addresses_person_id on addresses (person_id);

create table members (
  organization_id uuid not null,
  person_id uuid not null,
  role text not null,
  created_at timestamptz default now() not null,
  constraint pk_members primary key (organization_id, person_id),
  constraint ck_members_role check (role in ('OWNER', 'STAFF', 'VIEWER')),
  constraint fk_members_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_members_person_id foreign key(person_id) references people (id)
);
create index ix_members_person_id on members (person_id);

create table conversations (
  id uuid not null,
  person_id uuid not null,
  address_id uuid not null,
  account text not null,
  channel text not null,
  reply_to text not null,
  organization_id uuid,
  state jsonb default '{}' not null,
  heard_at timestamptz default now() not null,
  created_at timestamptz default now() not null,
  constraint pk_conversations primary key (id),
  constraint uq_conversations_address_id_account unique (address_id, account),
  constraint fk_conversations_person_id foreign key(person_id) references people (id),
  constraint fk_conversations_address_id foreign key(address_id) references addresses (id),
  constraint fk_conversations_organization_id foreign key(organization_id) references organizations (id)
);

create table inbound_messages (
  id uuid not null,
  person_id uuid not null,
  conversation_id uuid not null,
  organization_id uuid,
  account text not null,
  provider_reference text not null,
  body text not null,
  quoted text,
  raw bytea not null,
  sent_at timestamptz,
  received_at timestamptz default now() not null,
  handled_at timestamptz,
  constraint pk_inbound_messages primary key (id),
  constraint uq_inbound_messages_account_provider_reference unique (account, provider_reference),
  constraint fk_inbound_messages_person_id foreign key(person_id) references people (id),
  constraint fk_inbound_messages_conversation_id foreign key(conversation_id) references conversations (id),
  constraint fk_inbound_messages_organization_id foreign key(organization_id) references organizations (id)
);
create index ix_inbound_messages_conversation_id on inbound_messages (conversation_id, id);
create index ix_inbound_messages_organization_id on inbound_messages (organization_id, id);
create index ix_inbound_messages_unhandled on inbound_messages (conversation_id, id) where handled_at is null;

create table outbound_messages (
  id uuid not null,
  organization_id uuid,
  person_id uuid not null,
  conversation_id uuid,
  answers_id uuid,
  account text not null,
  channel text not null,
  recipient text not null,
  body text not null,
  parts integer default '1' not null,
  status delivery_status default 'queued' not null,
  reason text,
  error_code text,
  provider_reference text,
  fence integer default '0' not null,
  lease_until timestamptz,
  created_at timestamptz default now() not null,
  claimed_at timestamptz,
  sent_at timestamptz,
  updated_at timestamptz default now() not null,
  constraint pk_outbound_messages primary key (id),
  constraint fk_outbound_messages_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_outbound_messages_person_id foreign key(person_id) references people (id),
  constraint fk_outbound_messages_conversation_id foreign key(conversation_id) references conversations (id),
  constraint fk_outbound_messages_answers_id foreign key(answers_id) references inbound_messages (id)
);
create index ix_outbound_messages_conversation_id on outbound_messages (conversation_id, id);
create index ix_outbound_messages_organization_id on outbound_messages (organization_id, id);
create unique index uq_outbound_messages_provider_reference on outbound_messages (provider_reference, account) where provider_reference is not null;

create table early_reports (
  id uuid not null,
  provider text not null,
  provider_reference text not null,
  status delivery_status not null,
  error_code text,
  received_at timestamptz default now() not null,
  constraint pk_early_reports primary key (id)
);

create table parked_bodies (
  id uuid not null,
  provider text not null,
  reason text not null,
  raw bytea not null,
  received_at timestamptz default now() not null,
  constraint pk_parked_bodies primary key (id)
);

create table events (
  organization_id uuid not null,
  id uuid not null,
  type text not null,
  source text not null,
  person_id uuid,
  message_id uuid,
  payload jsonb not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz default now() not null,
  constraint pk_events primary key (organization_id, id),
  constraint fk_events_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_events_person_id foreign key(person_id) references people (id),
  constraint fk_events_message_id foreign key(message_id) references inbound_messages (id)
);
create index ix_events_type on events (organization_id, type, id);

create table entries (
  organization_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  line integer not null,
  kind text not null,
  business_date date not null,
  amount numeric(18, 2) not null,
  currency text not null,
  item text,
  quantity numeric(18, 4),
  unit text,
  unit_price numeric(18, 2),
  payment text,
  person_id uuid,
  reverses uuid,
  recorded_at timestamptz default now() not null,
  constraint pk_entries primary key (organization_id, id),
  constraint fk_entries_event foreign key(organization_id, event_id) references events (organization_id, id),
  constraint uq_entries_organization_id_event_id_line unique (organization_id, event_id, line),
  constraint uq_entries_organization_id_reverses unique (organization_id, reverses),
  constraint fk_entries_organization_id foreign key(organization_id) references organizations (id)
);
create index ix_entries_business_date on entries (organization_id, business_date, id);
create index ix_entries_person_id on entries (organization_id, person_id, id);

create table day_totals (
  organization_id uuid not null,
  business_date date not null,
  kind text not null,
  amount numeric(18, 2) not null,
  entries bigint not null,
  constraint pk_day_totals primary key (organization_id, business_date, kind),
  constraint fk_day_totals_organization_id foreign key(organization_id) references organizations (id)
);

create table outbox (
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  organization_id uuid,
  person_id uuid,
  attempts integer default '0' not null,
  strikes integer default '0' not null,
  suspect boolean default 'false' not null,
  parked_reason text,
  due_at timestamptz default now() not null,
  rung_at timestamptz,
  parked_at timestamptz,
  created_at timestamptz default now() not null,
  constraint pk_outbox primary key (id)
);
create index ix_outbox_due on outbox (due_at) where parked_at is null;

create table audit_entries (
  organization_id uuid not null,
  id uuid not null,
  action text not null,
  entity text not null,
  entity_id uuid not null,
  person_id uuid,
  via text not null,
  before jsonb,
  after jsonb,
  at timestamptz default now() not null,
  salt bytea not null,
  sequence bigint,
  digest bytea,
  hash bytea,
  erased_at timestamptz,
  constraint pk_audit_entries primary key (organization_id, id),
  constraint uq_audit_entries_organization_id_sequence unique (organization_id, sequence),
  constraint ck_audit_entries_sealed_whole check (
    (sequence is null) = (hash is null) and (hash is null) = (digest is null)
  ),
  constraint fk_audit_entries_organization_id foreign key(organization_id) references organizations (id)
);
create index ix_audit_entries_entity on audit_entries (organization_id, entity, entity_id);
create index ix_audit_entries_unsealed on audit_entries (organization_id, id) where sequence is null;

create table audit_heads (
  organization_id uuid not null,
  sequence bigint default '0' not null,
  hash bytea default '' not null,
  sealed_at timestamptz default now() not null,
  constraint pk_audit_heads primary key (organization_id),
  constraint fk_audit_heads_organization_id foreign key(organization_id) references organizations (id)
);

-- Who may do what. Nobody is what a connection is until it says otherwise.
revoke all on schema public from public;
grant usage on schema public to karani_app, karani_relay;
grant select on alembic_version to karani_relay;

grant select, insert on organizations, members to karani_app;
grant select on organizations, members to karani_relay;
grant select, update on people to karani_app;
grant select, insert, delete on people to karani_relay;
grant select on addresses to karani_app;
grant select, insert on addresses to karani_relay;
grant select, update on conversations to karani_app;
grant select, insert on conversations to karani_relay;
grant select, update on inbound_messages to karani_app;
grant select, insert on inbound_messages to karani_relay;
grant select, insert, update on outbound_messages to karani_app;
grant select, update on outbound_messages to karani_relay;
grant select, insert, delete on early_reports, parked_bodies to karani_relay;
-- Facts are added, never changed.
grant select, insert on events, entries, audit_entries to karani_app;
grant select, insert, update on day_totals to karani_app;
grant select, insert, update, delete on outbox to karani_app, karani_relay;
grant select, update (sequence, digest, hash) on audit_entries to karani_relay;
grant select on audit_heads to karani_app;
grant select, insert, update on audit_heads to karani_relay;

-- What a transaction may see. A forgotten setting is an empty one, and matches no row.
do $$
declare
  own_organization constant text :=
    'organization_id = nullif(current_setting(''karani.organization'', true), '''')::uuid';
  own_person constant text :=
    'person_id = nullif(current_setting(''karani.person'', true), '''')::uuid';
  rule record;
begin
  for rule in
    select * from (values
      ('organizations', replace(own_organization, 'organization_id', 'id')),
      ('members', own_organization || ' or ' || own_person),
      ('people', replace(own_person, 'person_id', 'id')),
      ('addresses', own_person),
      ('conversations', own_person),
      ('inbound_messages', own_organization || ' or ' || own_person),
      ('outbound_messages', own_organization || ' or ' || own_person),
      ('events', own_organization),
      ('entries', own_organization),
      ('day_totals', own_organization),
      ('outbox', 'true'),
      ('audit_entries', own_organization),
      ('audit_heads', own_organization),
      ('early_reports', 'false'),
      ('parked_bodies', 'false')
    ) as rules (name, visible)
  loop
    execute format('alter table %I enable row level security', rule.name);
    execute format('alter table %I force row level security', rule.name);
    execute format(
      'create policy app on %I to karani_app using (%s) with check (%s)',
      rule.name, rule.visible, rule.visible
    );
    execute format('create policy relay on %I to karani_relay using (true)', rule.name);
  end loop;
end $$;

-- Whoever writes a tenant's row must be in that tenant, whatever else lets them read it.
alter policy app on members
  with check (organization_id = nullif(current_setting('karani.organization', true), '')::uuid);
alter policy app on outbound_messages
  with check (
    organization_id = nullif(current_setting('karani.organization', true), '')::uuid
    or organization_id is null
       and person_id = nullif(current_setting('karani.person', true), '')::uuid
  );
alter policy app on inbound_messages
  with check (
    person_id = nullif(current_setting('karani.person', true), '')::uuid
    and (
      organization_id is null
      or organization_id = nullif(current_setting('karani.organization', true), '')::uuid
    )
  );

-- The outbox lives on churn: clean it often and early.
alter table outbox set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
  autovacuum_vacuum_cost_delay = 0
);
