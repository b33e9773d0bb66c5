-- Every message says in what form it goes, and what went instead of it.
alter table outbound_messages
  add column form text default 'free_text' not null,
  add column held_at timestamptz,
  add column replaced_by uuid,
  add column template jsonb,
  add column choices jsonb,
  add column trouble text,
  add column price numeric(18, 6),
  add column price_currency text,
  add column price_category text,
  add constraint ck_outbound_messages_form check (
    form in ('free_text', 'template', 'held', 'digest', 'fallback_sms')
  ),
  add constraint fk_outbound_messages_replaced_by
    foreign key(replaced_by) references outbound_messages (id);
create index ix_outbound_messages_held on outbound_messages (conversation_id) where held_at is not null;
create index ix_outbound_messages_replaced_by on outbound_messages (replaced_by) where replaced_by is not null;
grant update (form, held_at, replaced_by, template, trouble) on outbound_messages to karani_app;
grant update (template, trouble, price, price_currency, price_category) on outbound_messages to karani_relay;

-- Where somebody was not reached is not tried again until they write there.
alter table conversations add column unreached_at timestamptz;
grant update (unreached_at) on conversations to karani_app, karani_relay;

alter table early_reports
  add column trouble text,
  add column message_id uuid,
  add column price numeric(18, 6),
  add column price_currency text,
  add column price_category text;

-- Forms that a provider has approved, or is asked to; without an organization they are everybody's.
create table templates (
  id uuid not null,
  organization_id uuid,
  provider text not null,
  name text not null,
  language text not null,
  body text not null,
  variables jsonb not null,
  buttons jsonb default '[]' not null,
  reference text,
  state text default 'draft' not null,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  constraint pk_templates primary key (id),
  constraint uq_templates_organization_id_provider_name_language
    unique nulls not distinct (organization_id, provider, name, language),
  constraint ck_templates_state check (state in ('draft', 'approved', 'rejected')),
  constraint ck_templates_reference check (state <> 'approved' or reference is not null),
  constraint fk_templates_organization_id foreign key(organization_id) references organizations (id)
);
alter table templates enable row level security;
alter table templates force row level security;
grant select, insert, update on templates to karani_app, karani_relay;
create policy relay on templates to karani_relay using (true);
create policy app_reads on templates for select to karani_app
  using (organization_id is null or organization_id = this_organization());
create policy app_adds on templates for insert to karani_app
  with check (organization_id = this_organization());
create policy app_changes on templates for update to karani_app
  using (organization_id = this_organization());

-- Accounts that take nothing at the moment, for the operator; they are no organization's.
create table stopped_accounts (
  account text not null,
  code text not null,
  stopped_at timestamptz default now() not null,
  noted_at timestamptz default now() not null,
  constraint pk_stopped_accounts primary key (account)
);
alter table stopped_accounts enable row level security;
alter table stopped_accounts force row level security;
grant select, insert, update, delete on stopped_accounts to karani_relay;
grant select on stopped_accounts to karani_app;
create policy app on stopped_accounts to karani_app using (false);
create policy relay on stopped_accounts to karani_relay using (true);

-- On which days an organization has written as much as it may; its owner is told once.
create table full_days (
  organization_id uuid not null,
  day date not null,
  constraint pk_full_days primary key (organization_id, day),
  constraint fk_full_days_organization_id foreign key(organization_id) references organizations (id)
);
alter table full_days enable row level security;
alter table full_days force row level security;
grant select on full_days to karani_relay;
grant select, insert on full_days to karani_app;
create policy relay on full_days to karani_relay using (true);
create policy app on full_days to karani_app using (organization_id = this_organization());
