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
  parked_at timestamptz,
  parked_reason text,
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
grant select, update (name, language, country, consent_version, consented_at) on people to karani_app;
grant select, insert, delete on people to karani_relay;
grant select on addresses to karani_app;
grant select, insert on addresses to karani_relay;
grant select, update (state, organization_id, heard_at, reply_to) on conversations to karani_app;
grant select, insert on conversations to karani_relay;
grant select, update (handled_at, organization_id, parked_at, parked_reason) on inbound_messages to karani_app;
grant select, insert, update (handled_at, parked_at, parked_reason) on inbound_messages to karani_relay;
-- What was said stays said: only what becomes of it changes.
grant select, insert on outbound_messages to karani_app;
grant select on outbound_messages to karani_relay;
grant update (
  status, error_code, provider_reference, fence, lease_until, claimed_at, sent_at, updated_at
) on outbound_messages to karani_app, karani_relay;
grant select, insert, delete on early_reports, parked_bodies to karani_relay;
-- Facts are added, never changed.
grant select, insert on events, entries to karani_app;
grant select, insert, update on day_totals to karani_app;
grant select, insert, update, delete on outbox to karani_app, karani_relay;
-- A writer tells what was done; the database says when, the relay where in the chain.
grant select, insert (
  organization_id, id, action, entity, entity_id, person_id, via, before, after, salt
) on audit_entries to karani_app;
grant select, update (sequence, digest, hash) on audit_entries to karani_relay;
grant select on audit_heads to karani_app;
grant select, insert, update on audit_heads to karani_relay;

-- Whose a transaction is. A forgotten setting is an empty one, and matches no row.
create function this_organization() returns uuid language sql stable parallel safe
  return nullif(current_setting('karani.organization', true), '')::uuid;
create function this_person() returns uuid language sql stable parallel safe
  return nullif(current_setting('karani.person', true), '')::uuid;

do $$
declare
  name text;
begin
  foreach name in array array[
    'organizations', 'members', 'people', 'addresses', 'conversations', 'inbound_messages',
    'outbound_messages', 'events', 'entries', 'day_totals', 'outbox', 'audit_entries',
    'audit_heads', 'early_reports', 'parked_bodies'
  ]
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy relay on %I to karani_relay using (true)', name);
  end loop;
end $$;

-- What a tenant's transaction may read and write, where both are the same.
create policy app on organizations to karani_app using (id = this_organization());
create policy app on people to karani_app using (id = this_person());
create policy app on addresses to karani_app using (person_id = this_person());
create policy app on events to karani_app using (organization_id = this_organization());
create policy app on entries to karani_app using (organization_id = this_organization());
create policy app on day_totals to karani_app using (organization_id = this_organization());
create policy app on audit_entries to karani_app using (organization_id = this_organization());
create policy app on audit_heads to karani_app using (organization_id = this_organization());
create policy app on outbox to karani_app using (true);
create policy app on early_reports to karani_app using (false);
create policy app on parked_bodies to karani_app using (false);

-- Where more may be read than written: a person reads their own rows in every shop.
create policy app_reads on members for select to karani_app
  using (organization_id = this_organization() or person_id = this_person());
create policy app_adds on members for insert to karani_app
  with check (organization_id = this_organization());

-- A conversation is its person's, and moves only to the organization the transaction is in.
create policy app_reads on conversations for select to karani_app
  using (person_id = this_person());
create policy app_changes on conversations for update to karani_app
  using (person_id = this_person())
  with check (
    person_id = this_person()
    and (organization_id is null or organization_id = this_organization())
  );

-- What a person said comes to the organization that heard it, and stays there.
create policy app_reads on inbound_messages for select to karani_app
  using (organization_id = this_organization() or person_id = this_person());
create policy app_changes on inbound_messages for update to karani_app
  using (
    person_id = this_person()
    and (organization_id is null or organization_id = this_organization())
  );

-- What an organization tells a person is the organization's; before there is one, the person's.
create policy app_reads on outbound_messages for select to karani_app
  using (organization_id = this_organization() or person_id = this_person());
create policy app_adds on outbound_messages for insert to karani_app
  with check (
    organization_id = this_organization()
    or organization_id is null and person_id = this_person()
  );
create policy app_changes on outbound_messages for update to karani_app
  using (
    organization_id = this_organization()
    or organization_id is null and person_id = this_person()
  );

-- The outbox lives on churn: clean it often and early.
alter table outbox set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
  autovacuum_vacuum_cost_delay = 0
);
