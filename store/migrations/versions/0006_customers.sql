-- Customers who can be written to: as people who have addresses, as long as they want.

alter table customers
  add column person_id uuid,
  add column phone text,
  add column greeted_at timestamptz,
  add column reminded_at timestamptz,
  add constraint fk_customers_person_id foreign key(person_id) references people (id);
create unique index uq_customers_person_id on customers (organization_id, person_id)
  where person_id is not null;
create index ix_customers_person on customers (person_id) where person_id is not null;

-- What reaches nobody is written down as well, with its reason: then there is no person.
alter table outbound_messages
  add column customer_id uuid,
  add column occasion text default 'reply' not null,
  add column due_at timestamptz default now() not null,
  alter column person_id drop not null,
  add constraint ck_outbound_messages_occasion
    check (occasion in ('reply', 'asked', 'reminder', 'unasked')),
  add constraint ck_outbound_messages_person
    check (person_id is not null or status = 'suppressed'),
  add constraint fk_outbound_messages_customer
    foreign key(organization_id, customer_id) references customers (organization_id, id);

-- What a person wants to hear no more; without an organization, from nobody at all.
create table opt_outs (
  id uuid not null,
  person_id uuid not null,
  organization_id uuid,
  channel text not null,
  message_id uuid,
  created_at timestamptz default now() not null,
  constraint pk_opt_outs primary key (id),
  constraint uq_opt_outs_person_id_organization_id_channel
    unique nulls not distinct (person_id, organization_id, channel),
  constraint ck_opt_outs_channel check (channel in ('any', 'whatsapp', 'sms', 'email', 'voice')),
  constraint fk_opt_outs_person_id foreign key(person_id) references people (id),
  constraint fk_opt_outs_organization_id foreign key(organization_id) references organizations (id)
);
create index ix_opt_outs_organization_id on opt_outs (organization_id) where organization_id is not null;

grant select, insert, delete on opt_outs to karani_app;
grant select, insert, update, delete on opt_outs to karani_relay;

alter table opt_outs enable row level security;
alter table opt_outs force row level security;
create policy relay on opt_outs to karani_relay using (true);
-- A person's own word: only in their own turn is it given or taken back.
create policy app on opt_outs to karani_app using (person_id = this_person());
